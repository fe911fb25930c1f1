import { resultWait } from './result-waits.ts';
import { isThenable } from './thenable.ts';

/**
 * What a function that was called for its result comes to: if it returned a promise, blocks until that is settled.
 *
 * @param what whose promise it is, for messages
 * @param since when the function was called, on the clock of cancellations
 */
export function promised<R>(result: R, what: string, since: number): Awaited<R> {
  'use greenlet';
  if (!isThenable(result)) return result as Awaited<R>;
  return resultWait(what, result as PromiseLike<Awaited<R>>, since).wait();
}
