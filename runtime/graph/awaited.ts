import { share } from '../contract/share.ts';

/** What is awaited that is no promise, by the waits for that. */
const awaited = share(Symbol.for('greenlets:v1:awaited'), () => new WeakMap<object, object>());

/** A wait for what looks like a promise: the language makes one of it, which does not lead back. */
export function noteAwaited(wait: object, thenable: object): void {
  awaited.set(wait, thenable);
}

/** What is waited for in that way; null if it is something else. */
export function awaitedBy(wait: object | null): object | null {
  return wait === null ? null : (awaited.get(wait) ?? null);
}
