import { expected } from './expected.ts';

/** What `throw(x)` and `kill(x)` raise: `x` itself if it is an error, a new instance if it is a class of errors, `Error` among them. */
export function toError(value: unknown): Error {
  if (value instanceof Error) return value;
  if (value === Error) return new Error();
  if (typeof value === 'function' && value.prototype instanceof Error) return new (value as new () => Error)();
  throw expected('an Error, or a class of errors', value);
}
