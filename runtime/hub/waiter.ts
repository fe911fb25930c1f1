import { Frame, park, take } from '../contract/frame.ts';
import { link } from '../contract/link.ts';
import { cannotSuspend } from '../core/border.ts';
import { branded } from '../core/errors.ts';
import { getCurrent, type Greenlet } from '../core/greenlet.ts';
import { InvalidSwitchError } from './errors.ts';
import type { Context } from './host.ts';
import { hub } from './index.ts';
import { durationProblem } from './milliseconds.ts';
import type { Task } from './task.ts';
import type { Expirable, Timer } from './timers.ts';

/** What a wait returns whose timeout was over first. */
export const TIMED_OUT = Symbol.for('greenlets:v1:timed out');
export type TimedOut = typeof TIMED_OUT;

/** A place in which waiters queue. */
export interface WaitingRoom<W> {
  add(waiter: W): void;
  /** Called when the wait is over, whatever ended it. */
  leave(waiter: W): void;
}

const PENDING = 0;
const WOKEN = 1;
const FAILED = 2;
const OVER = 3;
type State = typeof PENDING | typeof WOKEN | typeof FAILED | typeof OVER;

/** Whether a call that blocks may wait here: in a greenlet that the hub runs, with compiled code all the way down. */
export function canWait(): boolean {
  return link.border === 0 && link.scheduled;
}

/**
 * For blocking functions that must do something before they wait: call it before anything happens.
 *
 * @param call the name of the public function, such as `fetch()`
 * @throws {SwitchError} if the running code cannot be suspended
 */
export function assertCanWait(call: string): void {
  if (!canWait()) throw cannotSuspend(call);
}

/**
 * One wait of one greenlet: the primitive below everything in the library that blocks.
 *
 * It ends exactly once: with the value of `wake`, the error of `fail`, or by timing out. So what is handed to a waiter
 * is either taken or refused, never lost: a `kill` that comes after `wake` takes effect at the greenlet's next wait.
 * `wake` and `fail` may be called from anywhere; they only put the greenlet into the ready queue.
 *
 * It stands on the greenlet's stack as a frame of its own, compiled by hand, which sees how the wait ends. That is
 * also how a debugger, or a deadlock report, learns what a suspended greenlet waits for.
 */
export class Waiter<T = void> extends Frame implements Task, Expirable {
  static {
    branded(this, 'Waiter');
  }
  readonly greenlet: Greenlet;
  readonly #reason: string;
  readonly #room: WaitingRoom<Waiter<T>> | null;
  readonly #context: Context | null;
  #state: State = PENDING;
  #result: unknown = undefined;
  #suspended = false;
  #timer: Timer | null = null;

  /**
   * @param reason the public call that blocks, for error messages: `Queue.get()`
   * @param room where to queue until the wait is over
   * @throws {SwitchError} if the running code cannot be suspended; nothing has happened then
   */
  constructor(reason: string, room: WaitingRoom<Waiter<T>> | null = null) {
    assertCanWait(reason);
    super(Waiter.prototype.end, null);
    this.self = this;
    this.greenlet = getCurrent();
    this.#reason = reason;
    this.#room = room;
    this.#context = hub.captureContext();
    room?.add(this);
  }

  /** What the greenlet waits for. */
  get reason(): string {
    return this.#reason;
  }

  /** Whether nothing has ended the wait yet. */
  get pending(): boolean {
    return this.#state === PENDING;
  }

  /** Whether the greenlet has gone on since. */
  get over(): boolean {
    return this.#state === OVER;
  }

  /**
   * Suspends the greenlet until the wait ends; returns at once if it has ended already.
   *
   * @param timeout in ms; null and undefined wait as long as it takes
   * @throws whatever `fail` was given
   */
  wait(): T;
  wait(timeout: number | null | undefined): T | TimedOut;
  wait(timeout?: number | null): T | TimedOut {
    const calledByCompiledCode = link.to === Waiter.prototype.wait;
    link.to = null;
    const problem = calledByCompiledCode ? timeoutProblem(timeout) : cannotSuspend(this.reason);
    if (problem !== null) this.fail(problem);
    else if (this.pending) this.#takeMail();
    if (!this.pending) {
      this.#leave();
      return this.#conclude();
    }
    this.#suspended = true;
    this.begin(timeout ?? null);
    link.target = null;
    return park(this, this.fn, this, 0) as T;
  }

  /** Ends the wait with a value. Returns false, and does nothing, if it has ended already. */
  wake(value: T): boolean {
    return this.#settle(WOKEN, value);
  }

  /** Ends the wait by throwing `error`. Returns false, and does nothing, if it has ended already. */
  fail(error: unknown): boolean {
    return this.#settle(FAILED, error);
  }

  /** Ends the wait as its timeout does. */
  expire(): void {
    this.#settle(WOKEN, TIMED_OUT);
  }

  /** Internal: the hub continues the greenlet. */
  execute(): void {
    if (this.#suspended) hub.resume(this.greenlet, this.#context);
  }

  /** Internal, the function of the frame: the trampoline calls it to continue the greenlet. */
  end(): T | TimedOut {
    link.frame = null;
    this.#leave();
    if (link.throwing) this.#state = OVER;
    take();
    if (this.pending) {
      this.#state = OVER;
      throw new InvalidSwitchError(`${this.reason} was interrupted by a switch from elsewhere`);
    }
    return this.#conclude();
  }

  /** Called when the greenlet is about to be suspended. */
  protected begin(timeout: number | null): void {
    if (timeout !== null) this.setTimer(timeout, true);
  }

  protected setTimer(ms: number, ref: boolean): void {
    this.#timer = hub.addTimer(ms, this, ref);
  }

  /** Called when the wait of a suspended greenlet has been ended. */
  protected settled(): void {
    hub.enqueue(this);
  }

  #settle(state: typeof WOKEN | typeof FAILED, result: unknown): boolean {
    if (this.#state !== PENDING) return false;
    this.#state = state;
    this.#result = result;
    if (this.#suspended) this.settled();
    return true;
  }

  #takeMail(): void {
    const mail = hub.mailbox.take(this.greenlet);
    if (mail !== undefined) this.fail(mail.error);
  }

  #leave(): void {
    this.#suspended = false;
    this.#room?.leave(this);
    if (this.#timer !== null) hub.cancelTimer(this.#timer);
  }

  #conclude(): T | TimedOut {
    const failed = this.#state === FAILED;
    this.#state = OVER;
    if (failed) throw this.#result;
    return this.#result as T | TimedOut;
  }
}

function timeoutProblem(timeout: number | null | undefined): TypeError | null {
  return timeout === null || timeout === undefined ? null : durationProblem(timeout);
}
