import { reflectApply } from '../builtins.ts';
import { contexts, type Context } from './contexts.ts';
import { park, takeQuietly } from '../frame.ts';
import { noteMachinery } from '../machinery.ts';

/**
 * What a call returns that switches to another greenlet in code that may have entered scopes: leaves a frame that brings
 * the context back. Whoever waits for the hub is continued in the right context anyway.
 */
export function suspendInContext(context: Context | null = contexts?.capture() ?? null): object {
  const restore = (): void => contexts?.current?.enter(context);
  return suspendBefore(Object.assign(restore, { context }));
}

/** Leaves a frame that calls `restore` before the greenlet continues there. */
export function suspendBefore(restore: () => void): object {
  return park(null, restoreContext, restore, 0);
}

/** The function of the frame. */
function restoreContext(this: () => void): unknown {
  reflectApply(this, undefined, []);
  return takeQuietly();
}

noteMachinery(restoreContext);
