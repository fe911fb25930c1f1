import type { CallPlan } from './options.ts';

/** For calls that make something: if nobody gets it, because the call was given up, it is closed. */
export function closeLate<T>(close: (made: T) => unknown): Required<Pick<CallPlan, 'onUnclaimed'>> {
  return { onUnclaimed: (made) => close(made as T) };
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
