import { hub } from '../../hub/index.ts';
import { Deadline } from '../../time/deadline.ts';
import { checkLimit, timeoutOf, type Limit } from '../../time/limit.ts';
import { Timeout } from '../../time/timeout.ts';
import { TIMED_OUT, Waiter, assertCanWait } from '../../waiting/waiter.ts';
import { ConcurrentUseError } from './errors.ts';

/** Lets one greenlet at a time wait until something has become true. */
export class Turnstile {
  readonly #doing: string;
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
    checkLimit(limit);
    assertCanWait(call);
    if (this.#waiter !== null) throw new ConcurrentUseError(call, this.#doing);
    const first = ready();
    if (first !== undefined) return first;
    const deadline = new Deadline(limit);
    for (;;) {
      if (!this.#wait(call, deadline.left)) throw new Timeout(timeoutOf(limit));
      const result = ready();
      if (result !== undefined) return result;
    }
  }

  #wait(call: string, limit: Limit): boolean {
    'use greenlet';
    const waiter = new Waiter<null>(call);
    this.#waiter = waiter;
    try {
      return waiter.wait(limit) !== TIMED_OUT;
    } finally {
      this.#waiter = null;
    }
  }

  /** Something has changed; called by the event loop, or by anybody else. */
  readonly notify = (): void => {
    if (this.#waiter === null) return;
    const opened = hub.openPass();
    this.#waiter.wake(null);
    if (opened) hub.closePass();
  };
}
