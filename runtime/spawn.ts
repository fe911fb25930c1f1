import { createGreenlet, type Greenlet } from './greenlet.ts';

/**
 * Runs `fn` in a greenlet of its own, concurrently with all others. It does not start before the caller waits; greenlets
 * start in the order in which they were spawned. May be called from anywhere.
 *
 * @param args what `fn` is called with
 * @throws {TypeError} if `fn` is not a function
 */
export function spawn<Args extends unknown[], R>(
  fn: (...args: Args) => R | PromiseLike<R>,
  ...args: Args
): Greenlet<R> {
  const greenlet = createGreenlet(fn, args);
  greenlet.start();
  return greenlet;
}

/**
 * Like `spawn`, but `ms` later.
 *
 * @throws {TypeError} if `ms` is not a number, or `fn` not a function
 */
export function spawnLater<Args extends unknown[], R>(
  ms: number,
  fn: (...args: Args) => R | PromiseLike<R>,
  ...args: Args
): Greenlet<R> {
  const greenlet = createGreenlet(fn, args);
  greenlet.startLater(ms);
  return greenlet;
}
