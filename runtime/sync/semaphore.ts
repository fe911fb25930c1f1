import { branded } from '../core/errors/errors.ts';
import { cancellations } from '../contract/cancellations/cancellations.ts';
import { asyncForm, type Async } from '../greenlets/async-form.ts';
import { getCurrent } from '../core/greenlet.ts';
import { expected, misuse } from '../core/errors/expected.ts';
import { NO_OPTIONS } from '../core/errors/options.ts';
import { counted, FACTS, shown, stateOf, type Facts } from '../graph/facts.ts';
import { setName, type NameOptions } from '../graph/names.ts';
import { OwnedWaitList } from '../graph/owned-wait-list.ts';
import { taking } from '../graph/taking.ts';
import { Link, unlinkFrom } from '../waiting/links/callback-link.ts';
import { unlink } from '../waiting/links/chain.ts';
import type { WaitList } from '../waiting/links/wait-list.ts';
import { Occurrence } from '../waiting/occurrence.ts';
import { assertCallback, type Linkable } from '../waiting/links/linkable.ts';
import { checkLimit, type Limit } from '../time/limit.ts';
import { promised } from '../waiting/promises/promised.ts';
import type { Holders } from './holders.ts';
import { holding } from './holding.ts';

/**
 * A number of units that greenlets acquire and release.
 *
 * Fairness: a released unit goes straight to the greenlet that has waited longest, so nobody can take it first. (In
 * gevent a running greenlet may, and one that acquires in a loop starves the others.)
 */
export class Semaphore implements Linkable {
  static {
    branded(this, 'Semaphore');
    shown(this);
  }
  readonly #acquiring = new OwnedWaitList<boolean, Occurrence>(this);
  readonly #watching = new OwnedWaitList<boolean>(this);
  readonly #holders: Holders | null;
  readonly #units: number;
  #count: number;

  /**
   * @param count how many units there are
   * @param holders internal: who holds the units; null if nobody need know
   * @throws {RangeError} if `count` is negative
   * @throws {TypeError} if an argument has the wrong type
   */
  constructor(count = 1, options: NameOptions = NO_OPTIONS, holders = holding.of(count)) {
    if (!Number.isInteger(count)) throw expected('an integer', count);
    if (count < 0) throw misuse(new RangeError(`a semaphore cannot have ${String(count)} units`));
    this.#count = count;
    this.#units = count;
    this.#holders = holders;
    setName(this, options, new.target);
  }

  /** The same methods for code that is not compiled: they return promises, `await semaphore.async.acquire()`. */
  get async(): Async<Semaphore> {
    return asyncForm<Semaphore>(this);
  }

  /** How many units can be acquired now. */
  get count(): number {
    return this.#count;
  }

  /** Whether no unit can be acquired now. */
  locked(): boolean {
    return this.#count === 0;
  }

  /** Whether `acquire` would return at once. */
  ready(): boolean {
    return this.#count > 0;
  }

  /**
   * Takes a unit; blocks until there is one.
   *
   * Kill and timeout safety: a greenlet that is killed, or whose timeout is over, while it waits has acquired nothing.
   *
   * @param limit in ms, or an object with a timeout and a signal
   * @returns false if the timeout was over first
   * @throws {SwitchError} if it would have to wait, and the calling code cannot be suspended; nothing has happened
   *   then
   */
  acquire(limit?: Limit): boolean {
    'use greenlet';
    if (limit !== undefined) checkLimit(limit);
    if (this.tryAcquire()) return true;
    return new Occurrence(this.callOfAcquire(), this.#acquiring).wait(limit);
  }

  /** Takes a unit if there is one; never blocks. */
  tryAcquire(): boolean {
    if (this.#count === 0) return false;
    this.#count--;
    this.#holders?.add(getCurrent());
    taking.taken?.(this, getCurrent(), tryAcquireMethod);
    return true;
  }

  /** Gives a unit back. Those who wait run later. May be called from anywhere, and more often than `acquire`. */
  release(): void {
    this.#holders?.delete(getCurrent());
    if (this.#handOver()) return;
    this.#count++;
    this.#watching.wakeAll(true);
  }

  /** Internal: a wait for a unit, as a case of `select`, which gets into the line. @internal */
  enlist<W extends Occurrence>(make: (line: WaitList<boolean, Occurrence>) => W): W {
    return make(this.#acquiring);
  }

  /**
   * Blocks until a unit could be acquired, without acquiring it.
   *
   * Kill and timeout safety: nothing changes for the others.
   *
   * @param limit in ms, or an object with a timeout and a signal
   * @returns how many units there are: none if the timeout was over first, or if others were faster
   * @throws {SwitchError} if it would have to wait, and the calling code cannot be suspended; nothing has happened
   *   then
   */
  wait(limit?: Limit): number {
    'use greenlet';
    if (limit !== undefined) checkLimit(limit);
    if (this.#count === 0) new Occurrence(this.callOfWait(), this.#watching).wait(limit);
    return this.#count;
  }

  /**
   * Calls `fn` with a unit acquired, which is released however the call ends. A promise that it returns is waited for.
   *
   * Kill and timeout safety: a greenlet that is killed, or whose timeout is over, while it waits for the unit does not
   * call `fn`; later the unit is released before the error goes on.
   *
   * @throws {SwitchError} if it would have to wait for the unit, or for a promise, and the calling code cannot be
   *   suspended
   */
  with<R>(fn: () => R): Awaited<R> {
    'use greenlet';
    assertCallback(fn);
    this.acquire();
    const since = cancellations.tick();
    this.#holders?.enterScope();
    try {
      return promised(fn(), 'Semaphore.with()', since);
    } finally {
      this.#holders?.leaveScope();
      this.release();
    }
  }

  /**
   * Calls `callback` once in the hub when there is a unit to take; soon, if there is one now.
   *
   * @param callback must not block
   */
  rawlink(callback: (semaphore: this) => void): void {
    assertCallback(callback);
    const link = new Link(callback, callback, this);
    if (this.ready()) link.wake();
    else this.#watching.add(link);
  }

  unlink(callback: (semaphore: this) => void): void {
    unlinkFrom(this.#watching, callback, this);
  }

  /** Internal: the public call that waits for a unit. @internal */
  protected callOfAcquire(): string {
    return 'Semaphore.acquire()';
  }

  /** Internal: the public call that waits until there could be one. @internal */
  protected callOfWait(): string {
    return 'Semaphore.wait()';
  }

  /** Gives a unit to the one that has waited longest; returns false if none waits. */
  #handOver(): boolean {
    for (let { first } = this.#acquiring; first !== undefined; { first } = this.#acquiring) {
      unlink(first);
      if (!first.wake(true)) continue;
      this.#holders?.add(first.greenlet);
      taking.given?.(this, first.greenlet);
      return true;
    }
    return false;
  }

  /** Internal: how many wait for a unit. @internal */
  get waiting(): number {
    return this.#acquiring.size;
  }

  /** Internal: see `Facts`. @internal */
  [FACTS](): Facts {
    const taken = `${String(Math.max(this.#units - this.#count, 0))} of ${String(this.#units)} taken`;
    const state = stateOf(taken, this.#holders?.state ?? '', counted(this.#acquiring.size, 'waiting'));
    return { state, wakers: this.#holders?.wakers ?? null };
  }
}

// Not read from the prototype each time: V8 does not know that a class stays what it is.
const { tryAcquire: tryAcquireMethod } = Semaphore.prototype;
