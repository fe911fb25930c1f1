import { Followers } from './followers.ts';
import type { Waiter } from './waiter.ts';

const followers = new Followers();

export function isThenable(value: unknown): value is PromiseLike<unknown> {
  if ((typeof value !== 'object' || value === null) && typeof value !== 'function') return false;
  return 'then' in value && typeof value.then === 'function';
}

/** Ends the wait of `waiter` with what the promise comes to. Returns the waiter. */
export function follow<T>(promise: PromiseLike<T>, waiter: Waiter<T>): Waiter<T> {
  followers.add(Promise.resolve(promise), waiter);
  return waiter;
}
