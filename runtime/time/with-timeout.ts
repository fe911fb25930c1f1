import { checkOptions, NO_OPTIONS } from '../core/errors/options.ts';
import { cancellations, type Cancellation } from '../contract/cancellations/cancellations.ts';
import { getCurrent } from '../core/greenlet.ts';
import { onAbort } from '../cancellation/aborts.ts';
import { Interrupt } from '../waiting/interrupt.ts';
import { assertSignal } from './limit.ts';
import { assertCallback } from '../waiting/links/linkable.ts';
import { promised } from '../waiting/promises/promised.ts';
import { Timeout } from './timeout.ts';

/** Options of `withTimeout`. */
export interface WithTimeoutOptions<Value> {
  /** What to return when the time is over, instead of throwing the timeout. Undefined will do, if it is given. */
  readonly timeoutValue?: Value;
  /** Its abort is a cancellation for `fn`; the call throws the signal's reason. */
  readonly signal?: AbortSignal | null;
}

/**
 * Calls `fn`, for at most `ms`: then a `Timeout` is raised where it waits. A promise that it returns is waited for.
 *
 * Kill and timeout safety: the timeout ends with the call, however that ends. A timeout from outside, or one that was
 * started in `fn`, goes through unchanged.
 *
 * @param ms null never expires
 * @throws {Timeout} when the time is over, unless there is a `timeoutValue`
 * @throws {TypeError} if an argument has the wrong type, or there is an option that does not exist
 * @throws {SwitchError} outside greenlets
 */
export function withTimeout<R, Value = never>(
  ms: number | null,
  fn: () => R,
  options: WithTimeoutOptions<Value> = NO_OPTIONS,
): Awaited<R> | Value {
  'use greenlet';
  if (options !== NO_OPTIONS) check(options);
  assertCallback(fn);
  // For the caller it is an ordinary error, as after an abort that comes later.
  if (options.signal?.aborted === true) throw options.signal.reason;
  const timeout = Timeout.startNew(ms);
  const abort = options.signal ? interruptBy(options.signal) : null;
  const since = cancellations.tick();
  try {
    return promised(fn(), 'withTimeout()', since);
  } catch (error) {
    if (error instanceof Timeout && timeout.owns(error) && 'timeoutValue' in options) return options.timeoutValue;
    throw error;
  } finally {
    timeout.close();
    abort?.end();
  }
}

const OPTIONS = ['timeoutValue', 'signal'];

function check(options: WithTimeoutOptions<unknown>): void {
  checkOptions(options, OPTIONS);
  const { signal = null } = options;
  if (signal !== null) assertSignal(signal);
}

/** The abort of a signal that ends a scope, and is over with it. */
class ScopeAbort extends Interrupt {
  override get endsWithScope(): boolean {
    return true;
  }

  override get isOfWait(): boolean {
    return false;
  }
}

/** Interrupts the current greenlet when the signal is aborted, until `end` is called. */
function interruptBy(signal: AbortSignal): { end(): void } {
  const greenlet = getCurrent();
  const begunAt = cancellations.tick();
  let interrupt: ScopeAbort | null = null;
  const stopListening = onAbort(signal, () => {
    interrupt = new ScopeAbort(greenlet, signal.reason, 'abort');
    interrupt.deliver();
  });
  return {
    end() {
      stopListening();
      interrupt?.end();
      if (signal.aborted) endWaits(greenlet, signal, begunAt);
    },
  };
}

/** The same signal may have been given to a wait in the scope as well. */
function endWaits(greenlet: object, { reason }: AbortSignal, begunAt: number): void {
  const isOver = (other: Cancellation): boolean =>
    other.kind === 'abort' &&
    Object.is(other.error, reason) &&
    other.raisedAt > begunAt &&
    other instanceof Interrupt &&
    other.isOfWait;
  cancellations.endAll(greenlet, isOver);
}
