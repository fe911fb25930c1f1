import { bodies } from '../waiting/promises/called-bodies.ts';
import type { Greenlet } from './greenlet.ts';
import { createGreenlet } from './spawning/create-greenlet.ts';
import { isOptions, killBySignal, type StartOptions } from './spawning/start-options.ts';

type Runnable<Args extends unknown[], R> = (...args: Args) => R | PromiseLike<R>;

/**
 * The way into greenlets: runs `fn` in one and returns a promise for its result.
 *
 * If it can never end - nothing can run, and no timer and no I/O is left - a `LoopExit` is raised in it, which lists
 * every stuck greenlet and what it waits for. (On Node. A browser always waits for the next event.)
 *
 * Kill and timeout safety: if the greenlet is killed, the promise is rejected - with the `GreenletExit`, or the error that
 * it was killed with - but does not count as unhandled.
 *
 * `run({ signal }, fn, ...args)` kills the greenlet when the signal is aborted.
 *
 * @param args what `fn` is called with
 * @throws {TypeError} if `fn` is not a function
 */
export function run<Args extends unknown[], R>(fn: Runnable<Args, R>, ...args: Args): Promise<R>;
export function run<Args extends unknown[], R>(options: StartOptions, fn: Runnable<Args, R>, ...args: Args): Promise<R>;
export function run(first: StartOptions | Runnable<unknown[], unknown>, ...args: unknown[]): Promise<unknown> {
  let greenlet: Greenlet;
  try {
    greenlet = started(first, args);
  } catch (error) {
    // Not in the function that is given to the promise: it would stand in the stack.
    // eslint-disable-next-line @typescript-eslint/prefer-promise-reject-errors -- as it was thrown
    return Promise.reject(error);
  }
  const promise = new Promise<unknown>((resolve, reject) => {
    const fulfil = (value: unknown): void => {
      bodies.set(promise, null);
      resolve(value);
    };
    greenlet.inform(fulfil, (error, wasKilled) => {
      bodies.set(promise, null);
      if (wasKilled) promise.catch(() => undefined);
      // eslint-disable-next-line @typescript-eslint/prefer-promise-reject-errors -- whatever was thrown is passed on
      reject(error);
    });
  });
  bodies.set(promise, greenlet);
  return promise;
}

function started(first: StartOptions | Runnable<unknown[], unknown>, args: unknown[]): Greenlet {
  const options = isOptions(first) ? first : null;
  const greenlet = createGreenlet((options === null ? first : args.shift()) as Runnable<unknown[], unknown>, args);
  if (options !== null) killBySignal(greenlet, options);
  greenlet.start();
  return greenlet;
}
