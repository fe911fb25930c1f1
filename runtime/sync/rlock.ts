import { branded } from '../core/errors/errors.ts';
import { cancellations } from '../contract/cancellations/cancellations.ts';
import { callersOf } from '../core/callers.ts';
import { getCurrent, type Greenlet } from '../core/greenlet.ts';
import { NO_OPTIONS } from '../core/errors/options.ts';
import { counted, FACTS, shown, stateOf, type Facts } from '../graph/facts.ts';
import { callOf } from '../graph/greenlet-names.ts';
import { setName, type NameOptions } from '../graph/names.ts';
import { OwnedWaitList } from '../graph/owned-wait-list.ts';
import { taking } from '../graph/taking.ts';
import { unlink } from '../waiting/links/chain.ts';
import type { WaitList } from '../waiting/links/wait-list.ts';
import { Occurrence } from '../waiting/occurrence.ts';
import { checkLimit, type Limit } from '../time/limit.ts';
import { assertCallback } from '../waiting/links/linkable.ts';
import { promised } from '../waiting/promises/promised.ts';

const NOT_REENTRANT =
  'An async function runs in a greenlet of its own, which does not own the RLocks of its caller: let a function that is not async acquire the lock again.';

/**
 * A lock that its owner, a greenlet, may acquire again: as many releases as acquisitions free it. It goes to those who
 * wait in the order of their arrival.
 *
 * The body of an `async` function runs in a greenlet of its own. It does not own what its caller owns, which may go on before the body has
 * ended. So a caller who owns the lock, and waits for an `async` function that acquires it, is stuck.
 *
 * Source: Python's `threading.RLock`, as gevent patches it.
 */
export class RLock {
  static {
    branded(this, 'RLock');
    shown(this);
  }
  readonly #waiting = new OwnedWaitList<boolean, Occurrence>(this);
  #owner: Greenlet | null = null;
  #depth = 0;

  /** @throws {TypeError} if there is an option that does not exist, or the name is no string */
  constructor(options: NameOptions = NO_OPTIONS) {
    setName(this, options, new.target);
  }

  /** Whether anybody holds it. */
  locked(): boolean {
    return this.#owner !== null;
  }

  /** Whether the current greenlet owns the lock. */
  owned(): boolean {
    return this.#owner === getCurrent();
  }

  /**
   * Blocks until the current greenlet owns the lock, once more if it does already.
   *
   * Kill and timeout safety: a greenlet that is killed, or whose timeout is over, while it waits does not own the lock.
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
    return new Occurrence('RLock.acquire()', this.#waiting).wait(limit);
  }

  /** Acquires the lock if that is possible at once; never blocks. */
  tryAcquire(): boolean {
    if (!this.#take()) return false;
    if (this.#depth === 1) taking.taken?.(this, getCurrent(), tryAcquireMethod);
    return true;
  }

  /** Internal: whether `tryAcquire` would acquire it. @internal */
  isFree(): boolean {
    return this.#owner === null || this.owned();
  }

  #take(): boolean {
    if (!this.isFree()) return false;
    this.#owner = getCurrent();
    this.#depth++;
    return true;
  }

  /** @throws {Error} if the current greenlet does not own the lock */
  release(): void {
    if (!this.owned()) throw new Error('an RLock can only be released by the greenlet that owns it');
    this.#depth--;
    if (this.#depth === 0) this.#passOn();
  }

  /**
   * Calls `fn` with the lock held, and releases it however the call ends. A promise that it returns is waited for.
   *
   * Kill and timeout safety: a greenlet that is killed, or whose timeout is over, while it waits for the lock does not
   * call `fn`; later the lock is released before the error goes on.
   *
   * @throws {SwitchError} if it would have to wait for the lock, or for a promise, and the calling code cannot be
   *   suspended
   */
  with<R>(fn: () => R): Awaited<R> {
    'use greenlet';
    assertCallback(fn);
    this.acquire();
    const since = cancellations.tick();
    try {
      return promised(fn(), 'RLock.with()', since);
    } finally {
      this.release();
    }
  }

  /** Internal: a wait for the lock, as a case of `select`, which gets into the line. @internal */
  enlist<W extends Occurrence>(make: (line: WaitList<boolean, Occurrence>) => W): W {
    return make(this.#waiting);
  }

  /** Internal: releases the lock however often it was acquired; returns how often that is. @internal */
  releaseAll(): number {
    const depth = this.#depth;
    this.#depth = 0;
    this.#passOn();
    return depth;
  }

  /** Internal: the reverse of `releaseAll`. It cannot be interrupted: errors are raised at the next wait. @internal */
  reacquire(depth: number): void {
    'use greenlet';
    if (!this.#take()) new Reacquisition('Condition.wait()', this.#waiting).wait();
    this.#depth = depth;
  }

  /** Internal: see `Facts`. @internal */
  [FACTS](): Facts {
    const owner = this.#owner;
    if (owner === null) return { state: 'free', wakers: null };
    const state = stateOf(
      `held by ${callOf(owner)}`,
      this.#depth > 1 && `${String(this.#depth)} times`,
      counted(this.#waiting.size, 'waiting'),
    );
    const isWantedWithin = this.#waiting.find(({ greenlet }) => isCalledBy(greenlet, owner)) !== undefined;
    return {
      state,
      wakers: { greenlets: [owner], need: 1, by: 'release', certain: true },
      ...(isWantedWithin ? { hint: NOT_REENTRANT } : {}),
    };
  }

  #passOn(): void {
    for (let { first } = this.#waiting; first !== undefined; { first } = this.#waiting) {
      unlink(first);
      if (!first.wake(true)) continue;
      this.#owner = first.greenlet;
      this.#depth = 1;
      taking.given?.(this, first.greenlet);
      return;
    }
    this.#owner = null;
    this.#depth = 0;
  }
}

// Not read from the prototype each time: V8 does not know that a class stays what it is.
const { tryAcquire: tryAcquireMethod } = RLock.prototype;

/** Whether it is the body of an `async` function that somebody has called, or that such a body has called. */
function isCalledBy(greenlet: Greenlet, caller: Greenlet): boolean {
  for (const other of callersOf(greenlet)) if (other === caller) return true;
  return false;
}

/** Whoever has been notified gets the lock in any case, since it is going to release it. */
class Reacquisition extends Occurrence {
  override isPatient(): boolean {
    return true;
  }

  /** What was put off stays put off. */
  protected override takeMail(): void {
    // It is raised at the next wait.
  }
}
