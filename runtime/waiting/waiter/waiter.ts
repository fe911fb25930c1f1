import { contexts } from '../../contract/contexts/contexts.ts';
import { park, takeQuietly, type Frame } from '../../contract/frame.ts';
import { noteMachinery } from '../../contract/machinery.ts';
import { link } from '../../contract/link.ts';
import { stacks } from '../../contract/stacks/state.ts';
import { cannotSuspend } from '../../core/borders/border.ts';
import { branded } from '../../core/errors/errors.ts';
import { getCurrent, type Greenlet } from '../../core/greenlet.ts';
import { unlink, type Linked } from '../links/chain.ts';
import { InvalidSwitchError } from '../../hub/errors/errors.ts';
import type { Context } from '../../hub/host/host.ts';
import { hub } from '../../hub/index.ts';
import { told } from '../../hub/told.ts';
import { assertCanWait } from './can-wait.ts';
import { Continuation } from './continuation.ts';
import { putOff, received } from './received.ts';
import { limitProblem, SignalLimit, type Limit, type LimitOptions } from '../signal-limit.ts';
import { TIMED_OUT, type TimedOut } from './timed-out.ts';
import type { WaitingRoom } from './waiting-room.ts';
import { FAILED, OVER, WAITING, WOKEN, type Ending } from './wait-states.ts';
import type { Task } from '../../hub/task.ts';
import type { Expirable, Timer } from '../../hub/time/timers.ts';

/** Whether the hub is continuing a greenlet, in the context in which that stopped. Anybody else may be in another one. */
let continuedByHub = false;

/**
 * One wait of one greenlet: the primitive below everything in the library that blocks.
 *
 * It ends exactly once: with the value of `wake`, the error of `fail`, or by timing out. So what is handed to a waiter
 * is either taken or refused, never lost: a `kill` that comes after `wake` takes effect at the greenlet's next wait.
 * `wake` and `fail` may be called from anywhere; they only put the greenlet into the ready queue.
 *
 * It stands on the greenlet's stack as a frame of its own, compiled by hand, which sees how the wait ends. That is
 * also how a debugger, or a deadlock report, learns what a suspended greenlet waits for. There are as many as there are
 * greenlets that wait, so it has few fields: `self` is the greenlet, and `pc` the state.
 */
export class Waiter<T = void, Late = TimedOut> implements Frame, Task, Expirable, Linked {
  static {
    branded(this, 'Waiter');
  }
  // Neither initialized here nor private to the engine: it would not inline the constructors of derived classes.
  readonly fn: typeof continueWaiter;
  readonly self: Greenlet;
  pc: number;
  caller: Frame | null;
  /** Where it queues until the wait is over. */
  next: Linked | null;
  previous: Linked | null;
  private readonly call: string;
  /** Where the greenlet continues, until the wait ends; then how it ended. */
  private content: unknown;
  /** Until the wait ends; then the context in which the greenlet continues, if there is any. */
  private timer: Timer | SignalLimit | Context | null;

  /**
   * @param reason the public call that blocks, for error messages: `Queue.get()`
   * @param room where to queue until the wait is over
   * @throws {SwitchError} if the running code cannot be suspended; nothing has happened then
   */
  constructor(reason: string, room: WaitingRoom<Waiter<T, Late>> | null = null) {
    assertCanWait(reason);
    this.fn = continueWaiter;
    this.self = getCurrent();
    this.pc = 0;
    this.caller = null;
    this.next = null;
    this.previous = null;
    this.call = reason;
    this.content = null;
    this.timer = null;
    if (room !== null) room.add(this);
  }

  get greenlet(): Greenlet {
    return this.self;
  }

  /** What the greenlet waits for. */
  get reason(): string {
    return this.call;
  }

  /** The context in which the greenlet goes on; null if there is none. */
  get context(): Context | null {
    return this.pc === WAITING ? (this.content as Context | null) : null;
  }

  /** Whether nothing has ended the wait yet. */
  get pending(): boolean {
    return this.pc >= WAITING;
  }

  /** Who is interrupted in its place; null if it is the greenlet itself. */
  // eslint-disable-next-line @typescript-eslint/class-literal-property-style -- there are very many waiters
  get delegate(): Greenlet | null {
    return null;
  }

  /** Whether the wait, which has begun, has a timeout or a signal that ends it. */
  get isLimited(): boolean {
    return this.pc === WAITING && this.timer !== null;
  }

  /** Whether errors that are raised in the greenlet must wait until this wait is over. */
  isPatient(): boolean {
    return false;
  }

  /** What it has ended with, if it has, until the greenlet goes on: a value, or an error. */
  get outcome(): unknown {
    return this.pending ? undefined : this.content;
  }

  /** Whether the greenlet has gone on since. */
  get over(): boolean {
    return this.pc === OVER;
  }

  /**
   * Suspends the greenlet until the wait ends; returns at once if it has ended already.
   *
   * @param limit in ms, or an object with a timeout and a signal; null and undefined wait as long as it takes
   * @throws whatever `fail` was given
   */
  wait(): T;
  wait(limit: Limit): T | Late;
  wait(limit?: Limit): T | Late {
    const calledByCompiledCode = link.to === waitMethod;
    link.to = null;
    const problem = calledByCompiledCode ? limitProblem(limit) : cannotSuspend(this.reason);
    if (problem !== null) this.fail(problem);
    else if (this.pending) this.takeMail();
    if (!this.pending) return this.conclude();
    this.content = hub.captureContext();
    this.pc = WAITING;
    this.begin(limit ?? null);
    told.waits?.(this.self, this.reason);
    return this.stay();
  }

  /**
   * Suspends the greenlet until all who are ready now have had their turn. For callers that compiled code has called.
   *
   * The wait is over as it begins, so that there is nothing to be settled later.
   */
  takeTurn(): T {
    link.to = null;
    this.takeMail();
    if (!this.pending) return this.conclude() as T;
    this.pc = WOKEN;
    this.content = undefined;
    const context = hub.captureContext();
    this.timer = context;
    this.settled(context);
    told.waits?.(this.self, this.reason);
    return this.stay();
  }

  /** Ends the wait with a value. Returns false, and does nothing, if it has ended already. */
  wake(value: T): boolean {
    return this.settle(WOKEN, value);
  }

  /** Ends the wait by throwing `error`. Returns false, and does nothing, if it has ended already. */
  fail(error: unknown): boolean {
    stacks.tracer?.goesOnAt(error, this);
    return this.settle(FAILED, error);
  }

  /** Ends the wait as its timeout does. */
  expire(): void {
    this.settle(WOKEN, TIMED_OUT);
  }

  /** Internal: the hub continues the greenlet. @internal */
  execute(): void {
    this.proceed(null);
  }

  /** Internal: continues the greenlet in a context, unless somebody else has done so. @internal */
  proceed(context: Context | null): void {
    if (this.over) return;
    continuedByHub = true;
    hub.resume(this.greenlet, context);
    continuedByHub = false;
  }

  /** Internal: what the wait evaluates to when the greenlet continues. @internal */
  finish(): T | Late {
    const { registers } = link;
    const isElsewhere = !continuedByHub && link.contexts;
    continuedByHub = false;
    const isPutOff = registers.throwing && (this.isPatient() || !this.pending);
    if (isPutOff) putOff(this.self, registers);
    if (registers.throwing) this.leave();
    takeQuietly();
    // The hub is to continue it, in its context.
    if (isPutOff) return this.stay();
    if (this.pending) return this.switchedTo();
    if (isElsewhere) contexts?.current?.enter(this.timer as Context | null);
    return this.conclude();
  }

  /** Called when the greenlet is about to be suspended. */
  protected begin(limit: Limit): void {
    if (typeof limit === 'number') this.setTimer(limit, true);
    else if (typeof limit === 'object' && limit !== null) this.limitBy(limit);
  }

  /** An abort interrupts the greenlet, as long as it waits here. */
  protected limitBy({ timeout, signal }: LimitOptions): void {
    if (typeof timeout === 'number') this.setTimer(timeout, true);
    if (signal !== null && signal !== undefined)
      this.timer = new SignalLimit(signal, this.greenlet, this.timer as Timer | null);
  }

  protected setTimer(ms: number, ref: boolean): void {
    this.timer = hub.addTimer(ms, this, ref);
  }

  /** Called when the wait of a suspended greenlet has been ended. */
  protected settled(context: Context | null): void {
    hub.enqueue(context === null ? this : new Continuation(this, context));
  }

  protected settle(state: Ending, content: unknown): boolean {
    const { pc } = this;
    if (pc < WAITING) return false;
    const context = this.content as Context | null;
    this.pc = state;
    this.content = content;
    unlink(this);
    if (pc === WAITING) {
      told.woken?.(this.self);
      this.settled(context);
    }
    this.stopTimer();
    if (context !== null && !this.over) this.timer = context;
    return true;
  }

  /** Raises what was put off, if anything. */
  protected takeMail(): void {
    const mail = hub.mailbox.take(this.greenlet);
    if (mail !== undefined && this.fail(mail.error)) mail.raised();
  }

  /** Somebody switched straight into the greenlet, which could neither go on nor go on waiting. */
  private switchedTo(): T {
    if (this.isPatient()) return this.stay();
    this.leave();
    throw new InvalidSwitchError(`${this.reason} was interrupted by a switch from elsewhere`);
  }

  private stay(): T {
    link.registers.target = null;
    return park(this, this.fn, this.self, this.pc) as T;
  }

  /** Somebody else ended the wait. */
  protected leave(): void {
    if (link.contexts && this.pc === WAITING) contexts?.current?.enter(this.content as Context | null);
    this.pc = OVER;
    this.caller = null;
    this.content = null;
    unlink(this);
    this.stopTimer();
  }

  private stopTimer(): void {
    const timer = this.timer as Timer | SignalLimit | null;
    if (timer === null) return;
    this.timer = null;
    if (timer instanceof SignalLimit) timer.stop();
    else hub.cancelTimer(timer);
  }

  /** An error keeps the receivers of its stack, this among them: nothing that they lead to may hold frames and values. */
  private conclude(): T | Late {
    const content = this.content;
    const failed = this.pc === FAILED;
    this.pc = OVER;
    this.caller = null;
    this.content = null;
    this.timer = null;
    if (failed) throw received(this.self, content);
    return content as T | Late;
  }
}

/** `Waiter.prototype.wait`; to read it there takes V8 longer, which does not know that a class stays what it is. */
export const { wait: waitMethod } = Waiter.prototype;

/** The function of the frame: the trampoline calls it to continue the greenlet. */
function continueWaiter(): unknown {
  return (link.frame as unknown as Waiter<unknown, unknown>).finish();
}

noteMachinery(continueWaiter);
