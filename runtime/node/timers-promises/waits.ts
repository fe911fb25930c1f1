import timers, { type TimerOptions } from 'node:timers';
import * as promises from 'node:timers/promises';
import { onAbort } from '../../cancellation/aborts.ts';
import { hub } from '../../hub/index.ts';
import { Waiter, type Ending } from '../../waiting/waiter.ts';

type Options = TimerOptions | undefined;

/** A wait for a timer of Node, which is cancelled if anything else ends the wait. */
abstract class TimerWait<T> extends Waiter<T> {
  readonly #value: T;
  readonly #signal: AbortSignal | undefined;
  #stopListening: (() => void) | null = null;

  /** @throws {SwitchError} if the running code cannot be suspended */
  constructor(call: string, value: T, options: Options) {
    super(call);
    this.#value = value;
    this.#signal = options?.signal;
  }

  /** Cancels the timer, if there is one. */
  protected abstract cancel(): void;
  /** The timer is over: to cancel it then would cost Node its list of timers of the same length. */
  protected abstract forget(): void;
  protected abstract start(): void;

  protected override begin(): void {
    this.start();
    if (this.#signal !== undefined) this.#stopListening = onAbort(this.#signal, () => this.#abort());
  }

  /** The event loop calls this, with nothing below: the greenlet continues at once. */
  protected readonly ring = (): void => {
    this.forget();
    const opened = hub.openPass();
    this.wake(this.#value);
    if (opened) hub.closePass();
  };

  protected override settle(how: Ending, content: unknown): boolean {
    const settled = super.settle(how, content);
    if (settled) this.#stop();
    return settled;
  }

  protected override leave(): void {
    super.leave();
    this.#stop();
  }

  #stop(): void {
    this.cancel();
    this.#stopListening?.();
    this.#stopListening = null;
  }

  /** The error is that of Node, which only its own functions can make. */
  #abort(): void {
    this.cancel();
    promises.setTimeout(1, undefined, { signal: this.#signal }).catch((error: unknown) => this.fail(error));
  }
}

export class TimeoutWait<T> extends TimerWait<T> {
  readonly #delay: number | undefined;
  readonly #isRef: boolean;
  #timer: NodeJS.Timeout | null = null;

  constructor(delay: number | undefined, value: T, options: Options) {
    super('setTimeout()', value, options);
    this.#delay = delay;
    this.#isRef = options?.ref !== false;
  }

  protected start(): void {
    this.#timer = timers.setTimeout(this.ring, this.#delay);
    if (!this.#isRef) this.#timer.unref();
  }

  protected cancel(): void {
    if (this.#timer !== null) timers.clearTimeout(this.#timer);
    this.#timer = null;
  }

  protected forget(): void {
    this.#timer = null;
  }
}

export class ImmediateWait<T> extends TimerWait<T> {
  readonly #isRef: boolean;
  #immediate: NodeJS.Immediate | null = null;

  constructor(value: T, options: Options) {
    super('setImmediate()', value, options);
    this.#isRef = options?.ref !== false;
  }

  protected start(): void {
    this.#immediate = timers.setImmediate(this.ring);
    if (!this.#isRef) this.#immediate.unref();
  }

  protected cancel(): void {
    if (this.#immediate !== null) timers.clearImmediate(this.#immediate);
    this.#immediate = null;
  }

  protected forget(): void {
    this.#immediate = null;
  }
}
