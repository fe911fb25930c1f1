import { hub } from '../../hub/index.ts';
import { Deadline } from '../../time/deadline.ts';
import { checkLimit, isUnlimited, timeoutOf, type Limit } from '../../time/limit.ts';
import { Timeout } from '../../time/timeout.ts';
import { TIMED_OUT, Waiter, assertCanWait } from '../../waiting/waiter.ts';
import { ConcurrentUseError } from './errors.ts';

/** Lets one greenlet at a time wait until something has become true. */
export class Turnstile {
  readonly #doing: string;
  /** The last one that has waited here. */
  #waiter: Waiter<null> | null = null;

  /** @param doing what the greenlet in it does, as "reading" */
  constructor(doing: string) {
    this.#doing = doing;
  }

  /**
   * Blocks until `ready` returns something else than undefined, and returns that. It is asked at once, and after each `notify`.
   *
   * Kill and timeout safety: what `ready` has not returned has not happened.
   *
   * @param call what blocks, as "socket.read()"
   * @throws {SwitchError} outside greenlets, and where unmarked code stands in between; nothing has happened then
   * @throws {ConcurrentUseError} if another greenlet waits here
   * @throws {Timeout} if the timeout is over first
   */
  pass<T>(call: string, limit: Limit, ready: () => T | undefined): T {
    'use greenlet';
    this.enter(call, limit);
    const first = ready();
    return first === undefined ? this.#waitUntil(call, limit, ready) : first;
  }

  /**
   * What `pass` does first: raises whatever forbids that somebody waits here.
   *
   * @throws what `pass` throws before anything has happened
   */
  enter(call: string, limit: Limit): void {
    checkLimit(limit);
    assertCanWait(call);
    if (this.#waiter !== null && !this.#waiter.over) throw new ConcurrentUseError(call, this.#doing);
  }

  /** One function, without anything to clean up, as each message that comes is waited for. */
  #waitUntil<T>(call: string, limit: Limit, ready: () => T | undefined): T {
    'use greenlet';
    const deadline = isUnlimited(limit) ? null : new Deadline(limit);
    for (;;) {
      this.#waiter = new Waiter<null>(call);
      if (this.#waiter.wait(deadline === null ? null : deadline.left) === TIMED_OUT)
        throw new Timeout(timeoutOf(limit));
      const result = ready();
      if (result !== undefined) return result;
    }
  }

  /** Something has changed; called by the event loop, or by anybody else. */
  readonly notify = (): void => {
    if (this.#waiter?.pending !== true) return;
    const opened = hub.openPass();
    this.#waiter.wake(null);
    if (opened) hub.closePass();
  };
}
