import { PromiseWait } from '../waiting/promises/promise-wait.ts';

/**
 * Waits for a promise, and calls `abandon` if its value is not going to be used.
 *
 * Kill and timeout safety: `abandon` is called before the error goes on. It is also called when the promise is rejected,
 * so it must not mind if there is nothing left to abandon.
 *
 * @param call the public function that blocks, for messages
 * @returns what the promise is fulfilled with
 * @throws {SwitchError} if the running code cannot be suspended; to know that before the promise is made, callers use
 *   `assertCanWait`
 * @throws what the promise is rejected with
 */
export function waitOr<T>(call: string, promise: PromiseLike<T>, abandon: () => void): T {
  'use greenlet';
  const waiter = new PromiseWait<T>(call).follow(promise);
  let used = false;
  try {
    const value = waiter.wait();
    used = true;
    return value;
  } finally {
    if (!used) abandon();
  }
}
