import { branded } from '../core/errors/errors.ts';
import { asyncForm, type Async } from '../greenlets/async-form.ts';
import { AsyncQueueIterator } from './async-queue-iterator.ts';
import { checkFlag, checkIterable, checkSize } from '../core/errors/check.ts';
import { NO_OPTIONS } from '../core/errors/options.ts';
import { counted, FACTS, shown, stateOf, type Facts } from '../graph/facts.ts';
import { setName, type NameOptions } from '../graph/names.ts';
import { OwnedWaitList } from '../graph/owned-wait-list.ts';
import { Ring } from '../hub/ring.ts';
import { unlink } from '../waiting/links/chain.ts';
import type { WaitList } from '../waiting/links/wait-list.ts';
import { TIMED_OUT } from '../waiting/waiter/timed-out.ts';
import { Empty, Full, ShutDown } from './queue-errors.ts';
import { QueueIterator } from './queue-iterator.ts';
import type { Store } from './queue-store.ts';
import { Claims, Getter, Peeker, Putter } from './queue-waiters.ts';
import { TaskCount } from './task-count.ts';
import { checkLimit, type Limit } from '../time/limit.ts';

/**
 * A queue between greenlets: first in, first out.
 *
 * Whoever has waited longest is served first, and what was handed to a waiting getter cannot be taken by another. The
 * one that puts goes on running; the getter runs later. `taskDone` and `join` let one wait until all items are dealt
 * with. Iterating takes items until the queue is shut down.
 *
 * Kill and timeout safety, of everything that blocks here: a getter that is killed, or whose timeout is over, has taken
 * nothing; a putter has put nothing. A getter that has been handed an item before it is killed still gets it.
 *
 * Source: gevent's `Queue` (since 25.4, when it became joinable).
 */
export class Queue<T = unknown> implements Iterable<T>, AsyncIterable<T> {
  static {
    branded(this, 'Queue');
    shown(this, ['maxSize']);
  }
  /** Null for no limit. */
  readonly maxSize: number | null;
  readonly #store: Store<T>;
  readonly #getters = new OwnedWaitList<void, Getter<T>>(this);
  readonly #putters = new OwnedWaitList<void, Putter<T>>(this);
  readonly #tasks = new TaskCount(this);
  /** Of those that have been woken. */
  readonly #claims = new Claims<T>();
  #shutDown = false;
  #discarding = false;

  /**
   * @param maxSize how many items fit; null, 0 and less for any number
   * @param items what is in it from the start
   * @param store internal: where it keeps them
   * @throws {TypeError} if an argument has the wrong type, or there is an option that does not exist
   */
  constructor(
    maxSize: number | null = null,
    items: Iterable<T> = [],
    options: NameOptions = NO_OPTIONS,
    store: Store<T> = new Ring<T>(),
  ) {
    checkSize(maxSize, 'maxSize');
    checkIterable(items);
    this.maxSize = maxSize !== null && maxSize > 0 ? maxSize : null;
    this.#store = store;
    setName(this, options, new.target);
    for (const item of items) this.#insert(item);
  }

  /** The same methods for code that is not compiled: they return promises, `await queue.async.get()`. */
  get async(): Async<Queue<T>> {
    return asyncForm<Queue<T>>(this);
  }

  /** How many items can be got now. */
  get size(): number {
    return this.#store.length - this.#claims.count;
  }

  /** How many items have been put, but not yet been reported by `taskDone`. */
  get unfinishedTasks(): number {
    return this.#tasks.unfinished;
  }

  /** Whether there is no item: `get` would block. */
  empty(): boolean {
    return this.size === 0;
  }

  /** Whether there is no room: `put` would block. */
  full(): boolean {
    return this.maxSize !== null && this.size + this.#claims.looking >= this.maxSize;
  }

  /**
   * Adds an item; blocks while the queue is full.
   *
   * Kill and timeout safety: a greenlet that is killed, or whose timeout is over, while it waits has put nothing.
   *
   * @param limit in ms, or an object with a timeout and a signal
   * @throws {Full} if the timeout is over first
   * @throws {ShutDown} if the queue is or gets shut down
   * @throws {SwitchError} if it would have to wait, and the calling code cannot be suspended; nothing has happened
   *   then
   */
  put(item: T, limit?: Limit): void {
    'use greenlet';
    if (limit !== undefined) checkLimit(limit);
    this.#assertOpen();
    if (!this.full()) return this.#insert(item);
    this.#store.check?.(item);
    if (new Putter(item, this.#putters).wait(limit) === TIMED_OUT) throw new Full();
  }

  /**
   * Adds an item if there is room; never blocks.
   *
   * @throws {Full} if there is none
   * @throws {ShutDown} if the queue is shut down
   */
  putNowait(item: T): void {
    this.attemptPut(item);
  }

  /**
   * Takes the next item; blocks until there is one.
   *
   * Kill and timeout safety: a greenlet that is killed, or whose timeout is over, while it waits has taken nothing. If
   * it has been handed an item before, it gets that.
   *
   * @param limit in ms, or an object with a timeout and a signal
   * @throws {Empty} if the timeout is over first
   * @throws {ShutDown} if the queue is empty and is or gets shut down
   * @throws {SwitchError} if it would have to wait, and the calling code cannot be suspended; nothing has happened
   *   then
   */
  get(limit?: Limit): T {
    'use greenlet';
    if (limit !== undefined) checkLimit(limit);
    if (this.size === 0) {
      this.#assertOpen();
      const getter = new Getter<T>(this.callOfGet(), this.#getters, this.#claims);
      if (getter.wait(limit) === TIMED_OUT) throw new Empty();
      return this.collect(getter);
    }
    return this.#take();
  }

  /** Internal: what reports call a wait in `get`. @internal */
  protected callOfGet(): string {
    return 'Queue.get()';
  }

  /**
   * Takes the next item if there is one; never blocks.
   *
   * @throws {Empty} if there is none
   * @throws {ShutDown} if there is none and the queue is shut down
   */
  getNowait(): T {
    return this.attemptGet();
  }

  /**
   * Returns the next item and leaves it in the queue; blocks until there is one.
   *
   * Kill and timeout safety: the queue stays as it is.
   *
   * @param limit in ms, or an object with a timeout and a signal
   * @throws {Empty} if the timeout is over first
   * @throws {ShutDown} if the queue is empty and is or gets shut down
   * @throws {SwitchError} if it would have to wait, and the calling code cannot be suspended; nothing has happened
   *   then
   */
  peek(limit?: Limit): T {
    'use greenlet';
    if (limit !== undefined) checkLimit(limit);
    if (this.size > 0) return this.peekNowait();
    this.#assertOpen();
    const peeker = new Peeker<T>(this.#getters, this.#claims);
    if (peeker.wait(limit) === TIMED_OUT) throw new Empty();
    try {
      this.#claims.serve(this.#store, peeker);
    } finally {
      this.#giveUp(peeker);
    }
    const item = peeker.item as T;
    if (this.#discarding) this.#discard();
    this.#admit();
    return item;
  }

  /**
   * Returns the next item if there is one, and leaves it in the queue; never blocks.
   *
   * @throws {Empty} if there is none
   */
  peekNowait(): T {
    this.#assertNotEmpty();
    this.#claims.serve(this.#store, null);
    return this.#store.peek() as T;
  }

  /**
   * The items that can be got now, in the order in which they would be: as many as `size` says. They stay in the queue.
   *
   * Source: `queue.queue` and `copy()` of gevent's queues. A copy is `new Queue(queue.maxSize, queue.toArray())`.
   */
  toArray(): T[] {
    const taken = this.#claims.count - this.#claims.looking;
    return this.#store.toArray().slice(taken, taken + this.size);
  }

  /**
   * Says that an item which was got has been dealt with.
   *
   * @throws {RangeError} if called more often than items were put
   */
  taskDone(): void {
    this.#tasks.done();
  }

  /**
   * Blocks until every item that was put has been dealt with; see `taskDone`.
   *
   * Kill and timeout safety: nothing changes for the others.
   *
   * @param limit in ms, or an object with a timeout and a signal
   * @returns false if the timeout was over first
   * @throws {SwitchError} if it would have to wait, and the calling code cannot be suspended; nothing has happened
   *   then
   */
  join(limit?: Limit): boolean {
    'use greenlet';
    if (limit !== undefined) checkLimit(limit);
    return this.#tasks.join('Queue.join()', limit);
  }

  /**
   * Ends the queue: nothing can be put any more, and what is in it can still be got.
   *
   * @param immediate throws the items away, which then count as dealt with
   */
  shutdown(immediate = false): void {
    checkFlag(immediate, 'immediate');
    this.#shutDown = true;
    for (const waiter of this.#getters.takeAll()) waiter.fail(new ShutDown());
    for (const waiter of this.#putters.takeAll()) waiter.fail(new ShutDown());
    this.#discarding ||= immediate;
    if (this.#discarding) this.#discard();
  }

  /** Gets items until the queue is shut down. */
  [Symbol.iterator](): QueueIterator<T> {
    return new QueueIterator(this);
  }

  /** Gets items until the queue is shut down by promises: for `for await` in code that is not compiled. */
  [Symbol.asyncIterator](): AsyncQueueIterator<T> {
    return new AsyncQueueIterator(this);
  }

  /** Internal: see `Facts`. @internal */
  [FACTS](): Facts {
    const { size, maxSize } = this;
    const items =
      maxSize === null ? counted(size, size === 1 ? 'item' : 'items') : `${String(size)} of ${String(maxSize)} items`;
    const state = stateOf(
      items === '' ? 'empty' : items,
      counted(this.#getters.size, 'waiting to get'),
      counted(this.#putters.size, 'waiting to put'),
      this.#shutDown && 'shut down',
    );
    return { state, wakers: null, isDone: this.#tasks.isDone };
  }

  /** Internal: whether `attemptGet` would take an item, or throw. @internal */
  canGet(): boolean {
    return this.size > 0 || this.#shutDown;
  }

  /** Internal: `getNowait` for `select`, whatever a subclass makes of that. @internal */
  attemptGet(): T {
    this.#assertNotEmpty();
    return this.#take();
  }

  /** Internal: whether `attemptPut` would put an item, or throw. @internal */
  canPut(): boolean {
    return !this.full() || this.#shutDown;
  }

  /** Internal: `putNowait` for `select`, whatever a subclass makes of that. @internal */
  attemptPut(item: T): void {
    this.#assertOpen();
    if (this.full()) throw new Full();
    this.#insert(item);
  }

  /** Internal: for `select`, a wait that gets into the line of those who get. @internal */
  enlistGetter<G extends Getter<T>>(make: (line: WaitList<void, Getter<T>>, claims: Claims<T>) => G): G {
    return make(this.#getters, this.#claims);
  }

  /** Internal: the same for those who put. @internal */
  enlistPutter<P extends Putter<T>>(item: T, make: (line: WaitList<void, Putter<T>>) => P): P {
    this.#store.check?.(item);
    return make(this.#putters);
  }

  /** Internal: what a getter takes that has waited. @internal */
  collect(getter: Getter<T>): T {
    try {
      this.#claims.serve(this.#store, getter);
    } finally {
      if (!getter.served) this.#giveUp(getter);
    }
    this.#admit();
    return getter.item as T;
  }

  #assertOpen(): void {
    if (this.#shutDown) throw new ShutDown();
  }

  #assertNotEmpty(): void {
    if (this.size > 0) return;
    this.#assertOpen();
    throw new Empty();
  }

  #insert(item: T): void {
    this.#store.push(item);
    this.#tasks.add();
    this.#offer();
  }

  /** Hands an item that has become free to the getter that has waited longest. */
  #offer(): void {
    if (this.size > 0) this.#getters.wakeNext();
  }

  #take(): T {
    this.#claims.serve(this.#store, null);
    const item = this.#store.shift() as T;
    this.#admit();
    return item;
  }

  /** A getter that has been woken leaves its item to others. */
  #giveUp(getter: Getter<T>): void {
    this.#claims.leave(getter);
    this.#offer();
  }

  /** Lets in as many of those who wait to put as there is room for. */
  #admit(): void {
    while (!this.full()) {
      const putter = this.#putters.first;
      if (putter === undefined) return;
      if (putter.pending) this.#letIn(putter);
      else unlink(putter);
    }
  }

  /** An item that the store refuses is the business of the one that puts it. */
  #letIn(putter: Putter<T>): void {
    try {
      this.#insert(putter.item);
      putter.wake();
    } catch (error) {
      putter.fail(error);
    }
  }

  /** Throws away what belongs to nobody. What a getter is about to look at goes when it has done so. */
  #discard(): void {
    this.#claims.serve(this.#store, null);
    const count = this.size;
    const claimed = Array.from({ length: this.#claims.count }, () => this.#store.shift() as T);
    this.#store.clear();
    for (const item of claimed) this.#store.push(item);
    this.#tasks.done(count);
  }
}
