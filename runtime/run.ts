import { createGreenlet } from './greenlet.ts';

/**
 * The way into greenlets: runs `fn` in one and returns a promise for its result.
 *
 * If it can never end - nothing can run, and no timer and no I/O is left - a `LoopExit` is raised in it, which lists
 * every stuck greenlet and what it waits for. (On Node. A browser always waits for the next event.)
 *
 * Kill and timeout safety: if the greenlet is killed, the promise is rejected - with the `GreenletExit`, or the error that
 * it was killed with - but does not count as unhandled.
 *
 * @param args what `fn` is called with
 * @throws {TypeError} if `fn` is not a function
 */
export function run<Args extends unknown[], R>(fn: (...args: Args) => R | PromiseLike<R>, ...args: Args): Promise<R> {
  const promise = new Promise<R>((resolve, reject) => {
    const greenlet = createGreenlet(fn, args);
    greenlet.start();
    greenlet.inform(resolve, (error, wasKilled) => {
      if (wasKilled) promise.catch(() => undefined);
      // eslint-disable-next-line @typescript-eslint/prefer-promise-reject-errors -- whatever was thrown is passed on
      reject(error);
    });
  });
  return promise;
}
