import { isError } from '../../contract/is-error.ts';
import { expected } from './expected.ts';

/**
 * What `throw(x)` and `kill(x)` raise: `x` itself if it is an error, a new instance if it is a class of errors, `Error` among
 * them. Those of other realms will do: where tests run in a realm of their own, the errors of Node are of another.
 */
export function toError(value: unknown): Error {
  if (isError(value)) return value;
  if (isErrorClass(value)) {
    const error: unknown = new value();
    if (isError(error)) return error;
  }
  throw expected('an Error, or a class of errors', value);
}

/** By what instances inherit from `Error.prototype`, whose realm does not matter. */
function isErrorClass(value: unknown): value is new () => Error {
  if (typeof value !== 'function') return false;
  const prototype: unknown = value.prototype;
  return typeof prototype === 'object' && prototype !== null && 'name' in prototype && 'message' in prototype;
}
