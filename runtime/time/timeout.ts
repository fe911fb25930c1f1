import { stacks } from '../contract/stacks/state.ts';
import { brandedError, SwitchError } from '../core/errors/errors.ts';
import { getCurrent, type Greenlet } from '../core/greenlet.ts';
import { toError } from '../core/errors/to-error.ts';
import { hub } from '../hub/index.ts';
import { Interrupt } from '../waiting/interrupt.ts';
import { checkDuration } from '../hub/time/milliseconds.ts';
import type { Expirable, Timer } from '../hub/time/timers.ts';

/**
 * Raises itself, after a time, in the greenlet that started it.
 *
 * While its scope lasts - from the moment it is raised until `close` or `cancel` - it is a cancellation for this greenlet:
 * compiled `catch` clauses pass it on unless they name it, so that code in the scope does not swallow it. Outside, and in
 * other greenlets, it is an error like any other, as is the `Timeout` that a call such as `greenlet.get(50)` throws.
 *
 * It cannot interrupt code that computes: it is raised where the greenlet waits, now or next.
 *
 * ```js
 * const timeout = Timeout.startNew(100);
 * try {
 *   serve(request);
 * } finally {
 *   timeout.close();
 * }
 * ```
 *
 * Source: gevent's `Timeout`. There `False` as the error silences the `with` block; here `withTimeout` has `timeoutValue`.
 */
export class Timeout extends Error implements Expirable {
  static {
    brandedError(this, 'Timeout');
  }
  /** In ms; null never expires. 0 and less expire at the next pass of the hub. */
  readonly ms: number | null;
  readonly #error: Error;
  #timer: Timer | null = null;
  #interrupt: Interrupt | null = null;
  #closed = false;

  /**
   * @param ms null and undefined never expire
   * @param error what to raise instead: an error, a class of errors, or just a message
   * @throws {TypeError} if an argument has the wrong type
   */
  constructor(ms: number | null = null, error?: Error | (new () => Error) | string) {
    if (ms !== null) checkDuration(ms);
    super(typeof error === 'string' ? error : describe(ms));
    this.ms = ms;
    this.#error = error === undefined || typeof error === 'string' ? this : toError(error);
  }

  /** A timeout that has been started. */
  static startNew(ms: number | null = null, error?: Error | (new () => Error) | string): Timeout {
    const timeout = new Timeout(ms, error);
    timeout.start();
    return timeout;
  }

  /** Whether it has been started and may still be raised. */
  get pending(): boolean {
    return this.#timer !== null;
  }

  /**
   * Starts the time for the current greenlet.
   *
   * @throws {Error} if it is pending already, or was closed
   * @throws {SwitchError} outside greenlets, where nothing can be raised
   */
  start(): void {
    if (this.#closed) throw new Error('this timeout was closed: create a new one');
    if (this.pending) throw new Error('this timeout is running already');
    const greenlet = getCurrent();
    if (greenlet.isMain) throw new SwitchError('a Timeout needs a greenlet to be raised in: use run() or spawn()');
    if (this.ms === null) return;
    if (this.#error === this) stacks.tracer?.raisedAnew(this);
    this.#interrupt = new Interrupt(greenlet, this.#error, 'timeout');
    this.#timer = hub.addTimer(this.ms, this, true);
  }

  /** Stops the time. What has not been raised yet will not be. The timeout can be started again. */
  cancel(): void {
    if (this.#timer !== null) hub.cancelTimer(this.#timer);
    this.#interrupt?.end();
    this.#timer = null;
    this.#interrupt = null;
  }

  /** Ends the scope: `cancel` for good. */
  close(): void {
    this.cancel();
    this.#closed = true;
  }

  /** Closes it: `using timeout = Timeout.startNew(100)`. */
  [Symbol.dispose](): void {
    this.close();
  }

  /** Internal: in whom it will be raised, while it is pending. @internal */
  get greenlet(): Greenlet | null {
    return this.pending ? (this.#interrupt?.greenlet ?? null) : null;
  }

  /** Whether `error` is what this timeout raised, and not another one. */
  owns(error: unknown): boolean {
    return error === this.#error;
  }

  /** What the hub calls when the time is over. */
  expire(): void {
    this.#timer = null;
    this.#interrupt?.deliver();
  }
}

function describe(ms: number | null): string {
  return ms === null ? 'timed out' : `timed out after ${String(ms)} ms`;
}
