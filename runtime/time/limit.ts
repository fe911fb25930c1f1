import { getCurrent } from '../core/greenlet.ts';
import { expected } from '../core/errors/expected.ts';
import { checkOptions } from '../core/errors/options.ts';
import { checkTimeout } from '../hub/time/milliseconds.ts';
import { Interrupt } from '../waiting/interrupt.ts';
import type { Limit, LimitOptions } from '../waiting/signal-limit.ts';

export type { Limit, LimitOptions } from '../waiting/signal-limit.ts';

const OPTIONS = ['timeout', 'signal'];

/**
 * What every call that takes a limit does first: checks it, and raises what an aborted signal is for, before anything has
 * happened.
 *
 * @throws {TypeError} if it is not a number of ms, null, or an object with a `timeout` and a `signal`
 * @throws {RangeError} if its time is negative
 * @throws the reason of the signal, as a cancellation
 */
export function checkLimit(limit: Limit): void {
  if (limit === null || limit === undefined) return;
  if (typeof limit !== 'object') return checkTimeout(limit);
  checkOptions(limit, OPTIONS);
  checkTime(limit.timeout);
  checkSignal(limit.signal);
}

/**
 * @throws {TypeError} if a time is given that is not a number of ms, or null for as long as it takes
 * @throws {RangeError} if it is negative
 */
export function checkTime(timeout: number | null | undefined): void {
  if (timeout !== null && timeout !== undefined) checkTimeout(timeout);
}

/** The same for options of which a signal is only one. */
export function checkSignal(signal: AbortSignal | null | undefined): void {
  if (signal === null || signal === undefined) return;
  assertSignal(signal);
  if (signal.aborted) throw raisedHere(signal.reason);
}

export function assertSignal(signal: unknown): asserts signal is AbortSignal {
  if (!isSignal(signal)) throw expected('an AbortSignal', signal);
}

function isSignal(value: unknown): value is AbortSignal {
  return typeof value === 'object' && value !== null && 'aborted' in value && 'addEventListener' in value;
}

/** For the current greenlet the abort is a cancellation; outside of greenlets it is an ordinary error. */
function raisedHere(reason: unknown): unknown {
  const greenlet = getCurrent();
  if (!greenlet.isMain) new Interrupt(greenlet, reason, 'abort').raised();
  return reason;
}

/** The time of a limit, in ms; null for none. */
export function timeoutOf(limit: Limit): number | null {
  return (typeof limit === 'object' ? limit?.timeout : limit) ?? null;
}

/** Whether a wait may last for ever. */
export function isUnlimited(limit: Limit): boolean {
  if (typeof limit !== 'object' || limit === null) return limit === null || limit === undefined;
  return timeoutOf(limit) === null && (limit.signal ?? null) === null;
}

/**
 * What a call is given that has more options than a time and a signal: they stand in the same object.
 *
 * @throws {TypeError} if there is an option that does not exist
 */
export function optionsOf<Options extends LimitOptions>(
  limit: Options | number | null | undefined,
  names: readonly string[],
): Options {
  // All of them may be left out.
  if (typeof limit !== 'object' || limit === null) return { timeout: limit } as Options;
  checkOptions(limit, names);
  return limit;
}

/** What an options object says of how long to wait. */
export function limitOf({ timeout = null, signal = null }: LimitOptions): Limit {
  checkTime(timeout);
  checkSignal(signal);
  return signal === null ? timeout : { timeout, signal };
}
