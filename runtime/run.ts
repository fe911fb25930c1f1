import { unwatch, watch } from './hub/deadlock.ts';
import { spawn } from './spawn.ts';

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
    const greenlet = spawn(fn, ...args);
    greenlet.observe();
    watch(greenlet);
    greenlet.onEnd(() => {
      unwatch(greenlet);
      if (greenlet.successful()) resolve(greenlet.value as R);
      // eslint-disable-next-line @typescript-eslint/prefer-promise-reject-errors -- whatever was thrown is passed on
      else reject(greenlet.exception);
    });
  });
}
