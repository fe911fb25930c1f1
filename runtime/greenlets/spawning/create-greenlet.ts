import { expected } from '../../core/errors/expected.ts';
import { Greenlet } from '../greenlet.ts';

/** @throws {TypeError} if `value` is not a greenlet of the hub */
export function assertGreenlet(value: unknown): void {
  if (!(value instanceof Greenlet)) throw expected('a greenlet', value);
}

/** `new Greenlet(fn, ...args)` without copying the arguments. */
export function createGreenlet<Args extends unknown[], R>(
  fn: (...args: Args) => R | PromiseLike<R>,
  args: Args,
): Greenlet<R> {
  const greenlet = new Greenlet<R, []>(fn);
  if (args.length > 0) greenlet.prepare(args);
  return greenlet;
}
