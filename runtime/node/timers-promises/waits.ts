import timers, { type TimerOptions } from 'node:timers';
import * as promises from 'node:timers/promises';
import { onAbort } from '../../cancellation/aborts.ts';
import { hub } from '../../hub/index.ts';
import type { Ending } from '../../waiting/waiter/wait-states.ts';
import { Waiter } from '../../waiting/waiter/waiter.ts';

type Options = TimerOptions | undefined;

/** A wait for a timer of Node, which is cancelled if anything else ends the wait. */
abstract class TimerWait<T, Handle extends NodeJS.Timeout | NodeJS.Immediate> extends Waiter<T> {
  // Neither initialized here nor private to the engine, as those of `Waiter`.
  private readonly value: T;
  private readonly options: Options;
  private handle: Handle | null;
  /** In which slice of the hub the timer was started. */
  private slice: number;
  private stopListening: (() => void) | null;

  /** @throws {SwitchError} if the running code cannot be suspended */
  constructor(call: string, value: T, options: Options) {
    super(call);
    this.value = value;
    this.options = options;
    this.handle = null;
    this.slice = 0;
    this.stopListening = null;
  }

  protected abstract start(): Handle;
  protected abstract clear(handle: Handle): void;

  /** The event loop calls this, with nothing below: the greenlet continues at once. */
  ring(): void {
    // To clear a timer that is over would cost Node its list of timers of the same length.
    this.handle = null;
    const opened = hub.openPass(this.slice);
    this.wake(this.value);
    if (opened) hub.closePass();
  }

  protected override begin(): void {
    const { options } = this;
    this.slice = hub.slice;
    this.handle = this.start();
    if (options === undefined) return;
    if (options.ref === false) this.handle.unref();
    if (options.signal !== undefined) this.stopListening = onAbort(options.signal, () => this.abort());
  }

  protected override settle(how: Ending, content: unknown): boolean {
    const settled = super.settle(how, content);
    if (settled && (this.handle !== null || this.stopListening !== null)) this.stop();
    return settled;
  }

  protected override leave(): void {
    super.leave();
    this.stop();
  }

  private stop(): void {
    this.cancel();
    if (this.stopListening !== null) this.stopListening();
    this.stopListening = null;
  }

  private cancel(): void {
    if (this.handle !== null) this.clear(this.handle);
    this.handle = null;
  }

  /** The error is that of Node, which only its own functions can make. */
  private abort(): void {
    this.cancel();
    promises.setTimeout(1, undefined, { signal: this.options?.signal }).catch((error: unknown) => this.fail(error));
  }
}

function ring(wait: { ring(): void }): void {
  wait.ring();
}

export class TimeoutWait<T> extends TimerWait<T, NodeJS.Timeout> {
  private readonly delay: number | undefined;

  constructor(delay: number | undefined, value: T, options: Options) {
    super('setTimeout()', value, options);
    this.delay = delay;
  }

  protected start(): NodeJS.Timeout {
    return timers.setTimeout(ring, this.delay, this);
  }

  protected clear(handle: NodeJS.Timeout): void {
    timers.clearTimeout(handle);
  }
}

export class ImmediateWait<T> extends TimerWait<T, NodeJS.Immediate> {
  constructor(value: T, options: Options) {
    super('setImmediate()', value, options);
  }

  protected start(): NodeJS.Immediate {
    return timers.setImmediate(ring, this);
  }

  protected clear(handle: NodeJS.Immediate): void {
    timers.clearImmediate(handle);
  }
}
