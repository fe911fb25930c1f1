import type { CallPlan } from './options.ts';

/** For calls that make something: what comes after the call was given up is closed, since nobody else would. */
export function closeLate<T>(close: (made: T) => unknown): Required<Pick<CallPlan, 'onAbandon'>> {
  return {
    onAbandon: ({ promise }) => {
      promise.then((made) => dismiss(() => close(made as T)), ignore);
    },
  };
}

/** Does what may fail, while nobody is there who could be told. */
export function dismiss(act: () => unknown): void {
  try {
    Promise.resolve(act()).catch(ignore);
  } catch {
    // The same.
  }
}

function ignore(): void {
  // Nobody waits for it.
}
