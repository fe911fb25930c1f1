import { branded } from '../core/errors/errors.ts';
import { asyncForm, type Async } from '../greenlets/async-form.ts';
import { NO_OPTIONS } from '../core/errors/options.ts';
import { counted, FACTS, shown, stateOf, type Facts } from '../graph/facts.ts';
import { setName, type NameOptions } from '../graph/names.ts';
import { thenOutside } from '../graph/outside/outside-waits.ts';
import { OwnedWaitList } from '../graph/owned-wait-list.ts';
import { Link, unlinkFrom } from '../waiting/links/callback-link.ts';
import type { WaitList, Wakeable } from '../waiting/links/wait-list.ts';
import { canWait } from '../waiting/waiter/can-wait.ts';
import { Occurrence } from '../waiting/occurrence.ts';
import { Waiter } from '../waiting/waiter/waiter.ts';
import { assertCallback, type Linkable } from '../waiting/links/linkable.ts';
import { sleep } from '../time/sleep.ts';
import { checkLimit, type Limit } from '../time/limit.ts';

/**
 * A flag that greenlets can wait for. It is a thenable, for `await` outside greenlets.
 *
 * Source: gevent's `Event`.
 */
export class Event implements Linkable, PromiseLike<true> {
  static {
    branded(this, 'Event');
    shown(this);
  }
  readonly #waiting = new OwnedWaitList<boolean>(this);
  #set = false;
  /** The last one that `set` has woken. */
  #lastWoken: Wakeable<boolean> | undefined;

  /** @throws {TypeError} if there is an option that does not exist, or the name is no string */
  constructor(options: NameOptions = NO_OPTIONS) {
    setName(this, options, new.target);
  }

  /** The same methods for code that is not compiled: they return promises, `await event.async.wait(100)`. */
  get async(): Async<Event> {
    return asyncForm<Event>(this);
  }

  /** Whether it is set. */
  isSet(): boolean {
    return this.#set;
  }

  /** The same as `isSet`: every linkable has it. */
  ready(): boolean {
    return this.#set;
  }

  /**
   * Wakes all that wait, in the order of their arrival; they run later, and are woken even if the event is cleared
   * before. May be called from anywhere.
   */
  set(): void {
    this.#set = true;
    this.#lastWoken = this.#waiting.wakeAll(true) ?? this.#lastWoken;
  }

  /** From now on it is not set, until the next `set`. */
  clear(): void {
    this.#set = false;
  }

  /**
   * Blocks until the event is set. If it is set already, returns at once - but not before those who have waited longer
   * and have been woken.
   *
   * Kill and timeout safety: nothing changes for the others.
   *
   * @param limit in ms, or an object with a timeout and a signal
   * @returns false if the timeout was over first
   * @throws {SwitchError} if it would have to wait, and the calling code cannot be suspended; nothing has happened
   *   then
   */
  wait(limit?: Limit): boolean {
    'use greenlet';
    if (limit !== undefined) checkLimit(limit);
    if (!this.#set) return new Occurrence('Event.wait()', this.#waiting).wait(limit);
    if (this.#isNotifying()) sleep();
    return true;
  }

  /**
   * Calls `callback` once in the hub when the event is set; soon, if it is set now.
   *
   * @param callback must not block
   */
  rawlink(callback: (event: this) => void): void {
    assertCallback(callback);
    const link = new Link(callback, callback, this);
    if (this.#set) link.wake();
    else this.#waiting.add(link);
  }

  /**
   * For `await` outside greenlets: a promise of `true` for the moment in which the event is set. So a function that returns an
   * event by way of a promise waits for it; let it return `{ event }`. If nobody can set it any more, the promise is rejected with a
   * `LoopExit`, as that of `run`.
   */
  then<Value = true, Reason = never>(
    onFulfilled?: ((value: true) => Value | PromiseLike<Value>) | null,
    onRejected?: ((reason: unknown) => Reason | PromiseLike<Reason>) | null,
  ): Promise<Value | Reason> {
    const room = {
      add: (waiter: Wakeable<boolean>) => (this.#set ? void waiter.wake(true) : this.#waiting.add(waiter)),
    };
    return thenOutside(this, room, () => true as const, { onFulfilled, onRejected });
  }

  unlink(callback: (event: this) => void): void {
    unlinkFrom(this.#waiting, callback, this);
  }

  /** Internal: where those queue who wait. @internal */
  protected get line(): WaitList<boolean> {
    return this.#waiting;
  }

  /** Internal: see `Facts`. @internal */
  [FACTS](): Facts {
    return { state: stateOf(this.#set ? 'set' : 'not set', counted(this.#waiting.size, 'waiting')), wakers: null };
  }

  #isNotifying(): boolean {
    if (this.#lastWoken instanceof Waiter && !this.#lastWoken.over && canWait()) return true;
    this.#lastWoken = undefined;
    return false;
  }
}
