import { hub } from '../../../hub/index.ts';
import { checkLimit, isUnlimited, timeoutOf, type Limit } from '../../../time/limit.ts';
import { Timeout } from '../../../time/timeout.ts';
import { assertCanWait } from '../../../waiting/waiter/can-wait.ts';
import { TIMED_OUT } from '../../../waiting/waiter/timed-out.ts';
import { Waiter } from '../../../waiting/waiter/waiter.ts';
import { ConcurrentUseError } from '../errors.ts';

/** What a greenlet waits for in a turnstile. */
export interface Passage<T> {
  /** What the greenlet goes on with; undefined if that is not there yet. Never blocks. What it takes, the greenlet gets. */
  ready(): T | undefined;
  /** The greenlet has left without it. */
  abandoned?(): void;
}

/** Lets one greenlet at a time wait until something has become true. */
export class Turnstile {
  readonly #doing: string;
  /** The last one that has waited here. */
  #waiter: Passing<unknown> | null = null;

  /** @param doing what the greenlet in it does, as "reading" */
  constructor(doing: string) {
    this.#doing = doing;
  }

  /**
   * Blocks until there is something to go on with, and returns that. The passage is asked at once, and at each `notify`.
   *
   * Kill and timeout safety: what `ready` has not returned has not happened.
   *
   * @param call what blocks, as "socket.read()"
   * @throws {SwitchError} outside greenlets, and where unmarked code stands in between; nothing has happened then
   * @throws {ConcurrentUseError} if another greenlet waits here
   * @throws {Timeout} if the timeout is over first
   */
  pass<T>(call: string, limit: Limit, passage: Passage<T>): T {
    'use greenlet';
    this.enter(call, limit);
    const first = passage.ready();
    if (first !== undefined) return first;
    const waiter = new Passing(call, passage);
    this.#waiter = waiter;
    // Without a frame of this function: there may be very many that wait for a message.
    if (isUnlimited(limit)) return waiter.wait();
    return inTime(waiter, passage, limit);
  }

  /**
   * What `pass` does first: raises whatever forbids that somebody waits here.
   *
   * @throws what `pass` throws before anything has happened
   */
  enter(call: string, limit: Limit): void {
    checkLimit(limit);
    assertCanWait(call);
    const waiter = this.#waiter;
    if (waiter !== null && !waiter.over) throw new ConcurrentUseError(call, waiter.self, this.#doing);
  }

  /** Something has changed; called by the event loop, or by anybody else. */
  notify(): void {
    const waiter = this.#waiter;
    if (waiter?.pending !== true) return;
    const opened = hub.openPass();
    waiter.look();
    if (opened) hub.closePass();
  }
}

function inTime<T>(waiter: Passing<T>, passage: Passage<T>, limit: Limit): T {
  'use greenlet';
  const value = waiter.wait(limit);
  if (value !== TIMED_OUT) return value;
  passage.abandoned?.();
  throw new Timeout(timeoutOf(limit));
}

/** A wait that ends when there is something to go on with. */
class Passing<T> extends Waiter<T> {
  private passage: Passage<T> | null;

  constructor(call: string, passage: Passage<T>) {
    super(call);
    this.passage = passage;
  }

  /** Ends the wait if there is something to go on with. */
  look(): void {
    let value: T | undefined;
    try {
      value = this.passage?.ready();
    } catch (error) {
      this.fail(error);
      return;
    }
    if (value !== undefined) this.wake(value);
  }

  override fail(error: unknown): boolean {
    const { passage } = this;
    const failed = super.fail(error);
    if (failed) passage?.abandoned?.();
    return failed;
  }

  protected override settle(...args: Parameters<Waiter<T>['settle']>): boolean {
    const settled = super.settle(...args);
    this.passage = null;
    return settled;
  }

  protected override leave(): void {
    super.leave();
    this.passage?.abandoned?.();
    this.passage = null;
  }
}
