import { branded } from '../core/errors/errors.ts';
import { checkCount } from '../core/errors/check.ts';
import { expected } from '../core/errors/expected.ts';
import { Occurrence } from '../waiting/occurrence.ts';
import { NO_OPTIONS } from '../core/errors/options.ts';
import { counted, FACTS, shown, stateOf, type Facts } from '../graph/facts.ts';
import { setName, type NameOptions } from '../graph/names.ts';
import { OwnedWaitList } from '../graph/owned-wait-list.ts';
import { RLock } from './rlock.ts';
import { Deadline } from '../time/deadline.ts';
import { checkLimit, type Limit } from '../time/limit.ts';

/**
 * Lets the owner of a lock wait until another owner says that something has changed.
 *
 * Source: Python's `threading.Condition`, as gevent patches it.
 */
export class Condition {
  static {
    branded(this, 'Condition');
    shown(this, ['lock']);
  }
  readonly lock: RLock;
  readonly #waiting = new OwnedWaitList<boolean>(this);

  /** @throws {TypeError} if an argument has the wrong type */
  constructor(lock: RLock = new RLock(), options: NameOptions = NO_OPTIONS) {
    assertLock(lock);
    this.lock = lock;
    setName(this, options, new.target);
  }

  /**
   * Releases the lock, blocks until it is notified, and acquires the lock again, as often as it was acquired.
   *
   * Kill and timeout safety: the lock is acquired again in any case, before the error goes on. A notification that was
   * given to a greenlet is not lost to it. While it waits for the lock it cannot be interrupted: what is raised then
   * takes effect where it waits next.
   *
   * @param limit in ms, or an object with a timeout and a signal
   * @returns false if the timeout was over first
   * @throws {Error} if the current greenlet does not own the lock
   * @throws {SwitchError} if the calling code cannot be suspended; the lock has not been released then
   */
  wait(limit?: Limit): boolean {
    'use greenlet';
    if (limit !== undefined) checkLimit(limit);
    this.#assertOwned('wait');
    const waiter = new Occurrence('Condition.wait()', this.#waiting);
    const depth = this.lock.releaseAll();
    try {
      return waiter.wait(limit);
    } finally {
      this.lock.reacquire(depth);
    }
  }

  /**
   * Waits, again and again, until `predicate` returns something true: at once if it does so already. It is called with the lock
   * held.
   *
   * Kill and timeout safety: as `wait`.
   *
   * @param predicate must not block
   * @param limit for all waits together: in ms, or an object with a timeout and a signal
   * @returns what `predicate` has returned last: something false only if the timeout was over first
   * @throws {Error} if the current greenlet does not own the lock
   * @throws whatever `predicate` throws
   * @throws {SwitchError} if it would have to wait, and the calling code cannot be suspended; the lock has not been released then
   *
   * Source: Python's `threading.Condition.wait_for`.
   */
  waitFor<T>(predicate: () => T, limit?: Limit): T {
    'use greenlet';
    if (typeof predicate !== 'function') throw expected('a function', predicate);
    if (limit !== undefined) checkLimit(limit);
    this.#assertOwned('waitFor');
    const deadline = new Deadline(limit);
    let result = predicate();
    while (!result && this.wait(deadline.left)) result = predicate();
    return result ? result : predicate();
  }

  /**
   * Wakes those who have waited longest; they run when they get the lock.
   *
   * @param count how many
   * @throws {TypeError} if `count` is not a whole number
   * @throws {Error} if the current greenlet does not own the lock
   */
  notify(count = 1): void {
    checkCount(count, 'count');
    this.#assertOwned('notify');
    for (let woken = 0; woken < count && this.#waiting.wakeNext(true);) woken++;
  }

  /** Wakes all that wait. */
  notifyAll(): void {
    this.notify(Infinity);
  }

  /**
   * Calls `fn` with the lock held. A promise that it returns is waited for.
   *
   * Kill and timeout safety: as `RLock.with`.
   *
   * @throws {SwitchError} as `RLock.with`
   */
  with<R>(fn: () => R): Awaited<R> {
    'use greenlet';
    return this.lock.with(fn);
  }

  /** Internal: see `Facts`. @internal */
  [FACTS](): Facts {
    return { state: stateOf(`lock ${this.lock[FACTS]().state}`, counted(this.#waiting.size, 'waiting')), wakers: null };
  }

  #assertOwned(method: string): void {
    if (!this.lock.owned()) throw new Error(`Condition.${method}() needs the lock to be held`);
  }
}

/** Also one of another copy of the package. */
function assertLock(lock: unknown): void {
  if (typeof lock !== 'object' || lock === null || !('reacquire' in lock)) throw expected('an RLock', lock);
}
