import type { Waiter } from './waiter.ts';

export function isThenable(value: unknown): value is PromiseLike<unknown> {
  if ((typeof value !== 'object' || value === null) && typeof value !== 'function') return false;
  return 'then' in value && typeof value.then === 'function';
}

/** Ends the wait of `waiter` with what the promise comes to. Returns the waiter. */
export function follow<T>(promise: PromiseLike<T>, waiter: Waiter<T>): Waiter<T> {
  Promise.resolve(promise).then(
    (value) => void waiter.wake(value),
    (error: unknown) => void waiter.fail(error),
  );
  return waiter;
}
