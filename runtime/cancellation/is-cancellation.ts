import { cancellations } from '../contract/cancellations/cancellations.ts';
import { getCurrent } from '../core/greenlet.ts';

/**
 * Whether an error is a cancellation for the current greenlet: it was raised in it by a kill, a timeout whose scope has not
 * ended, or the abort of a signal. A compiled `catch` clause that calls this function is entered with any cancellation.
 *
 * ```js
 * catch (error) {
 *   if (isCancellation(error)) throw error; // do not wait and try again
 *   sleep(1000);
 * }
 * ```
 */
export function isCancellation(error: unknown): boolean {
  return cancellations.find(getCurrent(), error) !== undefined;
}
