import { wait } from '../../async/wait.ts';
import { expected } from '../../core/errors/expected.ts';
import { isThenable } from '../../waiting/promises/thenable.ts';

/** @throws {TypeError} before there is a connection that would have to be given back */
export function checkBody(body: unknown): void {
  if (typeof body !== 'function') throw expected('a function as the body of the transaction', body);
}

/** What the body returns. The transaction is not over before a promise of it is. */
export function resultOf<C, R>(body: (connection: C) => R | PromiseLike<R>, connection: C): R {
  'use greenlet';
  const result = body(connection);
  return isThenable(result) ? wait(result) : result;
}
