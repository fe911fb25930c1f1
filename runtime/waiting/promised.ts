import { PromiseWait } from './promise-wait.ts';
import { isThenable } from './thenable.ts';

/**
 * What a function that was called for its result comes to: if it returned a promise, blocks until that is settled.
 *
 * @param what whose promise it is, for messages
 */
export function promised<R>(result: R, what: string): Awaited<R> {
  'use greenlet';
  if (!isThenable(result)) return result as Awaited<R>;
  return new PromiseWait<Awaited<R>>(what).follow(result as PromiseLike<Awaited<R>>).wait();
}
