import { comesFrom } from '../cancellation/clean-up.ts';
import { getCurrent } from '../core/greenlet.ts';
import { noteAwaited } from '../graph/awaited.ts';
import { hub } from '../hub/index.ts';
import { PromiseWait } from '../waiting/promises/promise-wait.ts';
import { reportRejection } from '../waiting/promises/report-rejection.ts';
import { isThenable } from '../waiting/promises/thenable.ts';
import { TIMED_OUT } from '../waiting/waiter/timed-out.ts';
import { assertCallback } from '../waiting/links/linkable.ts';
import { checkSignal, checkTime, optionsOf, type LimitOptions } from '../time/limit.ts';
import { Timeout } from '../time/timeout.ts';

/** Options of `wait`. */
export interface WaitOptions extends LimitOptions {
  /**
   * Called with the error if the wait is given up, by a kill, a timeout or an abort, before the promise is settled. What it throws,
   * or rejects a promise with that it returns, goes to the error handler, unless that is the error itself or has it as a cause.
   */
  readonly onAbandon?: (reason: unknown) => unknown;
}

const OPTIONS = ['onAbandon', 'timeout', 'signal'];

/**
 * Blocks until a promise is settled; returns its value or throws its reason. Any thenable will do. Anything else is
 * returned at once.
 *
 * Kill and timeout safety: a promise cannot be cancelled, so what it stands for goes on and its result is dropped; unless
 * `onAbandon` stops it: `wait(request, { onAbandon: () => request.abort() })`.
 *
 * @param limit how long to wait, in ms, or an object with a timeout, a signal, and `onAbandon`
 * @throws {Timeout} if there is a timeout, and it is over first
 * @throws {TypeError} if the limit is neither a number nor such an object
 * @throws {RangeError} if the timeout is negative
 * @throws {SwitchError} outside greenlets: use `await` there
 */
export function wait<T>(value: T, limit: WaitOptions | number | null = null): Awaited<T> {
  'use greenlet';
  const { onAbandon, timeout = null, signal = null } = optionsOf(limit, OPTIONS);
  if (onAbandon !== undefined) assertCallback(onAbandon);
  checkTime(timeout);
  checkSignal(signal);
  if (!isThenable(value)) return value as Awaited<T>;
  const waiter = new PromiseWait<Awaited<T>>('wait()').follow(value as PromiseLike<Awaited<T>>);
  const thenable: object = value;
  if (waiter.promise !== thenable) noteAwaited(waiter, thenable);
  if (onAbandon === undefined && timeout === null && signal === null) return waiter.wait();
  try {
    const result = waiter.wait({ timeout, signal });
    if (result === TIMED_OUT) throw new Timeout(timeout);
    return result;
  } catch (error) {
    if (!waiter.isAnswered && onAbandon !== undefined) abandoned(onAbandon, error);
    throw error;
  }
}

/** What the callback throws is reported: the reason goes on. */
function abandoned(onAbandon: (reason: unknown) => unknown, reason: unknown): void {
  'use greenlet';
  const isExpected = (failure: unknown): boolean => comesFrom(failure, reason);
  try {
    reportRejection(onAbandon(reason), getCurrent(), isExpected);
  } catch (failure) {
    if (!isExpected(failure)) hub.handleError(failure, getCurrent());
  }
}
