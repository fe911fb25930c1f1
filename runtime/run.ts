import { createGreenlet } from './greenlet.ts';

/**
 * The way into greenlets: runs `fn` in one and returns a promise for its result.
 *
 * If it can never end - nothing can run, and no timer and no I/O is left - a `LoopExit` is raised in it, which lists
 * every stuck greenlet and what it waits for. (On Node. A browser always waits for the next event.)
 *
 * @param args what `fn` is called with
 * @throws {TypeError} if `fn` is not a function
 */
export function run<Args extends unknown[], R>(fn: (...args: Args) => R | PromiseLike<R>, ...args: Args): Promise<R> {
  return new Promise((resolve, reject) => {
    const greenlet = createGreenlet(fn, args);
    greenlet.start();
    greenlet.inform(resolve, reject);
  });
}
