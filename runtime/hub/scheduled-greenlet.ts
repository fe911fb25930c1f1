import { Frame, park, take, type AnyFunction } from '../contract/frame.ts';
import { link, SUSPENDED } from '../contract/link.ts';
import { branded, CANCELLATION, GreenletExit } from '../core/errors.ts';
import { Greenlet } from '../core/greenlet.ts';
import type { Context } from './host.ts';
import { hub } from './index.ts';
import { Interrupt } from './interrupt.ts';
import { mainGreenlet } from './main-greenlet.ts';
import { checkDuration } from './milliseconds.ts';
import type { Outcome } from './outcome.ts';
import type { Task } from './task.ts';
import type { Expirable, Timer } from './timers.ts';

let created = 0;

/**
 * A greenlet that the hub starts, and whose end the hub sees: it returns to the scheduler, not to a parent who would
 * have to wait for it.
 *
 * Its outermost activation is a frame from the start, compiled by hand, so that however the greenlet is entered -
 * scheduled, switched to or killed - it ends through `settle`.
 */
export abstract class ScheduledGreenlet<R> extends Greenlet implements Task, Expirable {
  static {
    branded(this, 'ScheduledGreenlet');
  }
  /** For messages: the name of the function and a number, unless you set it. */
  name: string;
  /** What `fn` is called on. */
  protected self: unknown = this;
  readonly #fn: AnyFunction;
  readonly #args: ArrayLike<unknown>;
  readonly #bottom: Frame;
  #begun = false;
  #context: Context | null = null;
  #timer: Timer | null = null;

  constructor(fn: AnyFunction, args: ArrayLike<unknown>) {
    super(fn, mainGreenlet);
    this.#fn = fn;
    this.#args = args;
    this.name = `${fn.name || 'greenlet'}-${String(++created)}`;
    this.#bottom = new Frame(ScheduledGreenlet.prototype.live, this);
    this.top = this.#bottom;
  }

  /** Lets the hub run this greenlet after all that are ready now. Greenlets start once; further calls do nothing. */
  start(): void {
    if (this.enlist()) hub.enqueue(this);
  }

  /**
   * Like `start`, but `ms` later.
   *
   * @throws {TypeError} if `ms` is not a number
   */
  startLater(ms: number): void {
    checkDuration(ms);
    if (this.enlist()) this.#timer = hub.addTimer(ms, this, true);
  }

  /** Raises `error` where this greenlet waits. One that has not begun ends without running. Never switches. */
  interrupt(error: unknown): void {
    if (this.dead) return;
    if (this.#begun) {
      new Interrupt(this, error).deliver();
    } else {
      this.#fail(error);
      this.die();
    }
  }

  /** Internal: the time of `startLater` has come. */
  expire(): void {
    hub.enqueue(this);
  }

  /** Internal: the hub starts this greenlet. */
  execute(): void {
    if (!this.#begun && !this.dead) hub.resume(this, this.#context);
  }

  /** Internal. As in gevent, a greenlet that has ended does not count as started any more. */
  override die(): void {
    super.die();
    this.started = false;
  }

  /** Internal: the function of the outermost frame. */
  live(): unknown {
    link.frame = null;
    try {
      let result = this.#begun || link.throwing ? take() : this.#begin();
      if (result !== SUSPENDED) result = this.complete(result);
      if (result === SUSPENDED) return park(this.#bottom, this.#bottom.fn, this, 0);
      this.#end({ ok: true, value: result as R });
    } catch (error) {
      link.to = null;
      this.#fail(error);
    }
    return undefined;
  }

  /** Makes the greenlet known to the hub; returns false if it was known already. */
  protected enlist(): boolean {
    if (this.started || this.#begun || this.dead) return false;
    this.started = true;
    this.#context = hub.captureContext();
    hub.live.add(this);
    return true;
  }

  /** Turns what the function returned into the result. Hand-compiled, and called by such code: may return SUSPENDED. */
  protected complete(result: unknown): unknown {
    return result;
  }

  /** Called once, at the end. */
  protected abstract settle(outcome: Outcome<R>): void;

  #begin(): unknown {
    this.enlist();
    this.#begun = true;
    link.to = this.#fn;
    return Reflect.apply(this.#fn, this.self, this.#args) as unknown;
  }

  /** Source: gevent, where a greenlet that ends with a `GreenletExit` was successful. */
  #fail(error: unknown): void {
    endCancellation(error);
    this.#end(error instanceof GreenletExit ? { ok: true, value: error as R } : { ok: false, error });
  }

  #end(outcome: Outcome<R>): void {
    if (this.#timer !== null) hub.cancelTimer(this.#timer);
    this.settle(outcome);
    hub.forget(this);
  }
}

/** A timeout is a cancellation for the greenlet that it was raised in; to those who ask for the result it is an error. */
function endCancellation(error: unknown): void {
  if (typeof error === 'object' && error !== null && Object.hasOwn(error, CANCELLATION)) {
    Reflect.deleteProperty(error, CANCELLATION);
  }
}
