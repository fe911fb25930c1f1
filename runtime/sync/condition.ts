import { expected } from '../core/expected.ts';
import { Occurrence } from '../waiting/waiter.ts';
import { WaitList } from '../waiting/wait-list.ts';
import { RLock } from './rlock.ts';
import { checkLimit, type Limit } from '../time/limit.ts';

/**
 * Lets the owner of a lock wait until another owner says that something has changed.
 *
 * Source: Python's `threading.Condition`, as gevent patches it.
 */
export class Condition {
  readonly lock: RLock;
  readonly #waiting = new WaitList<boolean>();

  /** @throws {TypeError} if `lock` is no lock */
  constructor(lock: RLock = new RLock()) {
    assertLock(lock);
    this.lock = lock;
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
    this.#assertOwned('wait');
    if (typeof limit === 'object') checkLimit(limit);
    const waiter = new Occurrence('Condition.wait()', this.#waiting);
    const depth = this.lock.releaseAll();
    try {
      return waiter.wait(limit);
    } finally {
      this.lock.reacquire(depth);
    }
  }

  /**
   * Wakes those who have waited longest; they run when they get the lock.
   *
   * @param count how many
   * @throws {Error} if the current greenlet does not own the lock
   */
  notify(count = 1): void {
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

  #assertOwned(method: string): void {
    if (!this.lock.owned()) throw new Error(`Condition.${method}() needs the lock to be held`);
  }
}

/** Also one of another copy of the package. */
function assertLock(lock: unknown): void {
  if (typeof lock !== 'object' || lock === null || !('reacquire' in lock)) throw expected('an RLock', lock);
}
