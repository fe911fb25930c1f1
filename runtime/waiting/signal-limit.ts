import type { Greenlet } from '../core/greenlet.ts';
import { onAbort } from '../cancellation/aborts.ts';
import { hub } from '../hub/index.ts';
import { timeoutProblem } from '../hub/time/milliseconds.ts';
import { Interrupt } from './interrupt.ts';
import type { Timer } from '../hub/time/timers.ts';

/** What ends a wait. */
export interface LimitOptions {
  /** In ms, at least 0; null and undefined wait as long as it takes. */
  readonly timeout?: number | null;
  /** Its abort is a cancellation of the greenlet that waits, with the signal's reason. */
  readonly signal?: AbortSignal | null;
}

/** For how long a call may wait: a number of ms that is not negative, null for as long as it takes, or an object with that and a signal. */
export type Limit = number | LimitOptions | null | undefined;

/** What ends a wait that has a signal. */
export class SignalLimit {
  readonly #timer: Timer | null;
  readonly #stopListening: () => void;

  constructor(signal: AbortSignal, greenlet: Greenlet, timer: Timer | null) {
    this.#timer = timer;
    this.#stopListening = onAbort(signal, () => new Interrupt(greenlet, signal.reason, 'abort').deliver());
  }

  /** The wait is over. */
  stop(): void {
    this.#stopListening();
    if (this.#timer !== null) hub.cancelTimer(this.#timer);
  }
}

/** An error if it is no limit, otherwise null. */
export function limitProblem(limit: Limit): TypeError | RangeError | null {
  if (limit === null || limit === undefined) return null;
  if (typeof limit !== 'object') return timeoutProblem(limit);
  return typeof limit.timeout === 'number' ? timeoutProblem(limit.timeout) : null;
}
