import type { AnyFunction } from '../../contract/frame.ts';
import { expected } from '../../core/errors/expected.ts';

/** What a greenlet runs: the function that it is given, or the method `body` of its class. */
export function runnable(run: unknown, prototype: object): AnyFunction {
  const fn: unknown = run ?? Reflect.get(prototype, 'body');
  if (typeof fn !== 'function') throw expected('a function to run', fn ?? run);
  return fn as AnyFunction;
}
