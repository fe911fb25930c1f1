import { cancellations, type CancellationKind } from '../contract/cancellations/cancellations.ts';
import { contexts } from '../contract/contexts/contexts.ts';
import type { AnyFunction } from '../contract/frame.ts';
import { link } from '../contract/link.ts';
import { stacks } from '../contract/stacks/state.ts';
import { branded, GreenletExit } from '../core/errors/errors.ts';
import { delivered, getCurrent, Greenlet } from '../core/greenlet.ts';
import { DEAD, NEW } from '../core/switching/phase.ts';
import type { Context } from '../hub/host/host.ts';
import { hub } from '../hub/index.ts';
import { abortSignal, signalOf } from '../cancellation/greenlet-signal.ts';
import { giveName, nameOfStarted } from '../core/names/greenlet-names.ts';
import { Kill } from './interrupt.ts';
import type { Live } from '../hub/live-greenlets.ts';
import { giveBackIdent, minimalIdentOf } from './minimal-ident.ts';
import { mainGreenlet } from '../core/main-greenlet.ts';
import { checkDuration } from '../hub/time/milliseconds.ts';
import type { Task } from '../hub/task.ts';
import type { Expirable, Timer } from '../hub/time/timers.ts';

const NO_ARGUMENTS: readonly unknown[] = Object.freeze([]);

const START = Symbol('start');

/** What is rarely needed to start a greenlet. */
interface Start {
  readonly context: Context | null;
  timer: Timer | null;
}

/**
 * A greenlet that the hub starts, and whose end the hub sees: it returns to the scheduler, not to a parent who would
 * have to wait for it. However it is entered - scheduled, switched to or killed - it ends through `settle`.
 *
 * There may be a million of them, so they have few fields.
 */
export abstract class ScheduledGreenlet extends Greenlet implements Task, Expirable, Live {
  static {
    branded(this, 'ScheduledGreenlet');
  }
  /** Among the greenlets that the hub knows. */
  nextLive: Live | null;
  previousLive: Live | null;
  /** Internal. @internal */
  [START]: Start | null;

  constructor(fn: AnyFunction, args: ArrayLike<unknown>) {
    super(fn, mainGreenlet);
    this.nextLive = null;
    this.previousLive = null;
    this[START] = null;
    this.prepare(args.length === 0 ? NO_ARGUMENTS : args);
  }

  /**
   * For messages: the name of the function and a number, unless you set it. Numbers are given in the order in which
   * somebody asks, as in gevent.
   */
  get name(): string {
    return nameOfStarted(this);
  }

  set name(name: string) {
    giveName(this, name);
  }

  /**
   * A small number: the smallest that no other greenlet has that is alive and was asked for it. It is used again after the end of this one.
   *
   * Source: gevent's `minimal_ident`.
   */
  get minimalIdent(): number {
    return minimalIdentOf(this);
  }

  /** Whether it has been started, and has not ended. */
  get started(): boolean {
    return this.nextLive !== null;
  }

  /** Lets the hub run this greenlet after all that are ready now. Greenlets start once; further calls do nothing. */
  start(): void {
    if (!this.enlist()) return;
    const context = hub.captureContext();
    if (context !== null) this[START] = { context, timer: null };
    hub.enqueue(this);
  }

  /**
   * Like `start`, but `ms` later.
   *
   * @throws {TypeError} if `ms` is not a number
   */
  startLater(ms: number): void {
    checkDuration(ms);
    if (!this.enlist()) return;
    this[START] = { context: hub.captureContext(), timer: hub.addTimer(ms, this, true) };
  }

  /** Raises `error` where this greenlet waits. One that has not begun ends without running. Never switches. */
  interrupt(error: unknown, kind: CancellationKind = 'kill', killer: object = getCurrent()): void {
    if (this.phase === DEAD) return;
    const interrupt = new Kill(this, error, kind, kind === 'kill' ? killer : null);
    if (this.phase !== NEW) {
      interrupt.deliver();
    } else {
      abortSignal(this, error);
      interrupt.raised();
      this.end(error, true);
      this.die();
    }
  }

  /**
   * A signal that is aborted when this greenlet is killed, with the error, for functions that return promises:
   * `wait(fetchData({ signal: greenlet.signal }))`.
   */
  get signal(): AbortSignal {
    return signalOf(this);
  }

  protected override get internals(): readonly string[] {
    return [...super.internals, 'nextLive', 'previousLive'];
  }

  /** What the hub calls when the time of `startLater` has come. */
  expire(): void {
    hub.enqueue(this);
  }

  /** What the hub calls to start this greenlet. */
  execute(): void {
    if (this.phase !== NEW) return;
    const start = this[START];
    if (start !== null) forgetStart(this, start);
    hub.resume(this, start?.context ?? null);
  }

  /** Internal: that of whoever has started it. @internal */
  override hasContext(): boolean {
    return this.started;
  }

  /** Internal: the function has its arguments already. @internal */
  override receive(...values: unknown[]): unknown {
    return delivered(values);
  }

  /** Internal: it may not have been the hub that starts it. @internal */
  override begin(value: unknown, throwing: boolean): unknown {
    if (this.nextLive === null) hub.remember(this);
    if (this[START] !== null) this.enterContext(this[START]);
    return super.begin(value, throwing);
  }

  /** Internal: sees to it that the result goes to those who ask for it, and none to the parent. @internal */
  override end(result: unknown, failed: boolean): boolean {
    if (this[START] !== null) forgetStart(this, this[START]);
    // Source: gevent, where a greenlet that ends with a `GreenletExit` was successful.
    const exited = failed && result instanceof GreenletExit;
    // Its stack shows no frames of ours then.
    if (exited) stacks.tracer?.traceOf(result);
    else if (failed) stacks.tracer?.ended(result, this);
    this.settle(failed && !exited, result, exited);
    hub.forget(this, failed, result);
    giveBackIdent(this);
    return false;
  }

  /** Internal: nobody is told, since nobody has got hold of what it promises. @internal */
  override abandon(): void {
    if (this[START] !== null) forgetStart(this, this[START]);
    hub.forget(this, true, null);
    giveBackIdent(this);
    super.abandon();
  }

  /** Makes the greenlet known to the hub; returns false if it was known already. If somebody who is told of it throws, it ends as by a kill. */
  protected enlist(): boolean {
    if (this.nextLive !== null || this.phase !== NEW) return false;
    try {
      hub.remember(this);
    } catch (error) {
      this.interrupt(new GreenletExit());
      throw error;
    }
    return true;
  }

  /** Somebody has switched to it before the hub would have started it. */
  private enterContext(start: Start): void {
    forgetStart(this, start);
    if (link.contexts) contexts?.current?.enter(start.context);
  }

  /** Called once, at the end, with the value or the error; `exited`: a `GreenletExit` was thrown, which is no failure. */
  protected abstract settle(failed: boolean, content: unknown, exited: boolean): void;

  /** Whether it ended by being killed, so that nobody need be told of the error. */
  protected endedByKill(error: unknown): boolean {
    const cancellation = cancellations.find(this, error);
    return cancellation !== undefined && cancellation.kind !== 'timeout';
  }
}

function forgetStart(greenlet: ScheduledGreenlet, { timer }: Start): void {
  greenlet[START] = null;
  if (timer !== null) hub.cancelTimer(timer);
}
