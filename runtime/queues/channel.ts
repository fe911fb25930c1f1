import { branded } from '../core/errors/errors.ts';
import { asyncForm, type Async } from '../greenlets/async-form.ts';
import { NO_OPTIONS } from '../core/errors/options.ts';
import { counted, FACTS, shown, stateOf, type Facts } from '../graph/facts.ts';
import { setName, type NameOptions } from '../graph/names.ts';
import { OwnedWaitList } from '../graph/owned-wait-list.ts';
import { AsyncQueueIterator } from './async-queue-iterator.ts';
import { unlink } from '../waiting/links/chain.ts';
import type { WaitList } from '../waiting/links/wait-list.ts';
import { canWait } from '../waiting/waiter/can-wait.ts';
import { TIMED_OUT } from '../waiting/waiter/timed-out.ts';
import { Waiter } from '../waiting/waiter/waiter.ts';
import { Empty, Full, ShutDown } from './queue-errors.ts';
import { QueueIterator } from './queue-iterator.ts';
import { checkLimit, type Limit } from '../time/limit.ts';

const SHUT_DOWN = 'the channel was shut down';

/**
 * A queue without room: whoever puts an item waits until somebody takes it, and the taker goes on first.
 *
 * Kill and timeout safety: a getter that is killed, or whose timeout is over, has taken nothing; of a putter, nothing
 * was taken.
 *
 * Source: gevent's `Channel`.
 */
export class Channel<T = unknown> implements Iterable<T>, AsyncIterable<T> {
  static {
    branded(this, 'Channel');
    shown(this, ['size']);
  }
  /** Nothing ever lies in a channel. */
  readonly size = 0;
  readonly #getters = new OwnedWaitList<T, Waiter<T>>(this);
  readonly #putters = new OwnedWaitList<void, Sender<T>>(this);
  #shutDown = false;

  /** @throws {TypeError} if there is an option that does not exist, or the name is no string */
  constructor(options: NameOptions = NO_OPTIONS) {
    setName(this, options, new.target);
  }

  /** The same methods for code that is not compiled: they return promises, `await channel.async.get()`. */
  get async(): Async<Channel<T>> {
    return asyncForm<Channel<T>>(this);
  }

  /** How many wait to put, less how many wait to get: negative if there are more of those. */
  get balance(): number {
    return this.#putters.size - this.#getters.size;
  }

  /** Always true: it keeps nothing. */
  empty(): boolean {
    return true;
  }

  /** Always true: it keeps nothing. */
  full(): boolean {
    return true;
  }

  /**
   * Hands an item to a getter; blocks until there is one, and lets it run first. A kill that comes when the item has been
   * taken takes effect at the next wait.
   *
   * Kill and timeout safety: a greenlet that is killed, or whose timeout is over, while it waits has put nothing.
   *
   * @param limit in ms, or an object with a timeout and a signal
   * @throws {Full} if the timeout is over first
   * @throws {ShutDown} if the channel is or gets shut down
   * @throws {SwitchError} if it would have to wait, and the calling code cannot be suspended; nothing has happened
   *   then
   */
  put(item: T, limit?: Limit): void {
    'use greenlet';
    if (limit !== undefined) checkLimit(limit);
    this.#assertOpen();
    if (!this.#getters.wakeNext(item)) {
      if (new Sender(item, this.#putters).wait(limit) === TIMED_OUT) throw new Full('nobody takes from the channel');
    } else if (canWait()) new Turn('Channel.put()').takeTurn();
  }

  /**
   * Hands an item to a getter that waits already; never blocks.
   *
   * @throws {Full} if there is none
   * @throws {ShutDown} if the channel is shut down
   */
  putNowait(item: T): void {
    this.attemptPut(item);
  }

  /**
   * Takes the item of the putter that has waited longest; blocks until there is one.
   *
   * Kill and timeout safety: a greenlet that is killed, or whose timeout is over, while it waits has taken nothing.
   *
   * @param limit in ms, or an object with a timeout and a signal
   * @throws {Empty} if the timeout is over first
   * @throws {ShutDown} if the channel is or gets shut down
   * @throws {SwitchError} if it would have to wait, and the calling code cannot be suspended; nothing has happened
   *   then
   */
  get(limit?: Limit): T {
    'use greenlet';
    if (limit !== undefined) checkLimit(limit);
    const taken = this.#takeSent();
    if (taken !== null) return taken.value;
    this.#assertOpen();
    const item = new Waiter<T>('Channel.get()', this.#getters).wait(limit);
    if (item === TIMED_OUT) throw new Empty('nobody puts into the channel');
    return item;
  }

  /**
   * Takes the item of a putter that waits already; never blocks.
   *
   * @throws {Empty} if there is none
   * @throws {ShutDown} if the channel is shut down
   */
  getNowait(): T {
    return this.attemptGet();
  }

  /**
   * Ends the channel: nothing goes through any more. Whoever waits for that, or comes later, gets a `ShutDown`.
   *
   * Source: `shutdown` of gevent's queues, for a queue without room.
   */
  shutdown(): void {
    this.#shutDown = true;
    for (const getter of this.#getters.takeAll()) getter.fail(new ShutDown(SHUT_DOWN));
    for (const putter of this.#putters.takeAll()) putter.fail(new ShutDown(SHUT_DOWN));
  }

  /** Gets items until the channel is shut down. */
  [Symbol.iterator](): QueueIterator<T> {
    return new QueueIterator(this);
  }

  /** Gets items until the channel is shut down by promises: for `for await` in code that is not compiled. */
  [Symbol.asyncIterator](): AsyncQueueIterator<T> {
    return new AsyncQueueIterator(this);
  }

  /** Internal: see `Facts`. @internal */
  [FACTS](): Facts {
    const state = stateOf(
      counted(this.#getters.size, 'waiting to get'),
      counted(this.#putters.size, 'waiting to put'),
      this.#shutDown && 'shut down',
    );
    return { state, wakers: null };
  }

  /** Internal: whether `attemptGet` would take an item, or throw. @internal */
  canGet(): boolean {
    return this.#shutDown || this.#putters.find(isPending) !== undefined;
  }

  /** Internal: `getNowait` for `select`, whatever a subclass makes of that. @internal */
  attemptGet(): T {
    const taken = this.#takeSent();
    if (taken !== null) return taken.value;
    this.#assertOpen();
    throw new Empty('nobody puts into the channel');
  }

  /** Internal: whether `attemptPut` would hand an item over, or throw. @internal */
  canPut(): boolean {
    return this.#shutDown || this.#getters.find(isPending) !== undefined;
  }

  /** Internal: `putNowait` for `select`, whatever a subclass makes of that. @internal */
  attemptPut(item: T): void {
    this.#assertOpen();
    if (!this.#getters.wakeNext(item)) throw new Full('nobody takes from the channel');
  }

  /** Internal: for `select`, a wait that gets into the line of those who get. @internal */
  enlistGetter<G extends Waiter<T>>(make: (line: WaitList<T, Waiter<T>>) => G): G {
    return make(this.#getters);
  }

  /** Internal: the same for those who put. @internal */
  enlistPutter<S extends Sender<T>>(make: (line: WaitList<void, Sender<T>>) => S): S {
    return make(this.#putters);
  }

  /** The item of the putter that has waited longest; null if none waits. */
  #takeSent(): { readonly value: T } | null {
    for (let { first } = this.#putters; first !== undefined; { first } = this.#putters) {
      unlink(first);
      if (first.wake()) return { value: first.item };
    }
    return null;
  }

  #assertOpen(): void {
    if (this.#shutDown) throw new ShutDown(SHUT_DOWN);
  }
}

function isPending({ pending }: { readonly pending: boolean }): boolean {
  return pending;
}

/** The getter goes on first. The item has been taken, which cannot be undone: what is to be raised is raised at the next wait. */
class Turn extends Waiter {
  protected override takeMail(): void {
    // Not here.
  }
}

/** A greenlet that waits for somebody to take its item. */
export class Sender<T> extends Waiter {
  readonly item: T;

  constructor(item: T, room: WaitList<void, Sender<T>>) {
    super('Channel.put()', room);
    this.item = item;
  }
}
