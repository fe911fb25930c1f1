import { cancellations } from '../contract/cancellations/cancellations.ts';
import { applyCompiled } from '../contract/enter.ts';
import { isCancellation } from '../cancellation/is-cancellation.ts';
import { checkErrorClass } from '../core/errors/check.ts';
import { isOfAny } from '../core/errors/is-of-any.ts';
import { assertCallback } from '../waiting/links/linkable.ts';
import { promised } from '../waiting/promises/promised.ts';

/** A class of errors. */
type ErrorClass = abstract new (...args: never[]) => unknown;

/**
 * Makes a function that returns errors of some classes rather than throw them: for greenlets whose failures are results. A promise
 * that `fn` returns is waited for.
 *
 * Kill and timeout safety: a cancellation is never returned.
 *
 * @param classes one, or several
 * @throws {TypeError} if an argument has the wrong type
 * @throws {SwitchError} in the function that is made, if it would have to wait for a promise, and the calling code cannot be suspended
 *
 * Source: gevent's `wrap_errors`.
 */
export function wrapErrors<Class extends ErrorClass, This, Args extends unknown[], R>(
  classes: Class | readonly Class[],
  fn: (this: This, ...args: Args) => R,
): (this: This, ...args: Args) => Awaited<R> | InstanceType<Class> {
  const all: readonly unknown[] = Array.isArray(classes) ? classes : [classes];
  for (const each of all) checkErrorClass(each, 'a class of errors, or an array');
  assertCallback(fn);
  return function wrapped(this: This, ...args: Args): Awaited<R> | InstanceType<Class> {
    'use greenlet';
    const since = cancellations.tick();
    try {
      return promised(applyCompiled(fn, this, args) as R, 'wrapErrors()', since);
    } catch (error) {
      if (isCancellation(error) || !isOfAny(error, all)) throw error;
      return error as InstanceType<Class>;
    }
  };
}
