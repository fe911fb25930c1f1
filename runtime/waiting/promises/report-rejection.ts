import type { Greenlet } from '../../core/greenlet.ts';
import { hub } from '../../hub/index.ts';
import { isThenable } from './thenable.ts';

/**
 * Hands the rejection of what a callback has returned to the error handler, if that is a promise: nobody else asks for it.
 *
 * @param isExpected says of an error that it is no news
 */
export function reportRejection(
  result: unknown,
  greenlet: Greenlet | null,
  isExpected: (error: unknown) => boolean = () => false,
): void {
  if (!isThenable(result)) return;
  Promise.resolve(result).catch((error: unknown) => {
    if (!isExpected(error)) hub.handleError(error, greenlet);
  });
}
