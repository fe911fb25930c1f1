import { wait } from '../../async/wait.ts';
import { isObject } from '../../contract/is-object.ts';
import { expected } from '../../core/errors/expected.ts';
import { isView, originalOf } from '../../green/originals.ts';
import { isThenable } from '../../waiting/promises/thenable.ts';

/** @throws {TypeError} before there is a connection that would have to be given back */
export function checkTransaction(pool: unknown, isPool: (object: object) => boolean, body: unknown): void {
  if (!isObject(pool) || !isView(pool) || !isPool(originalOf(pool) as object))
    throw expected('the view of a pool, as `green(pool)`', pool);
  if (typeof body !== 'function') throw expected('a function as the body of the transaction', body);
}

/** What the body returns. The transaction is not over before a promise of it is. */
export function resultOf<C, R>(body: (connection: C) => R | PromiseLike<R>, connection: C): R {
  'use greenlet';
  const result = body(connection);
  return isThenable(result) ? wait(result) : result;
}
