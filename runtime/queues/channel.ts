import { asyncForm, type Async } from '../greenlets/async-form.ts';
import { AsyncQueueIterator } from './async-queue-iterator.ts';
import { WaitList } from '../waiting/wait-list.ts';
import { canWait, TIMED_OUT, Waiter } from '../waiting/waiter.ts';
import { Empty, Full } from './queue-errors.ts';
import { QueueIterator } from './queue-iterator.ts';
import { checkLimit, type Limit } from '../time/limit.ts';

/**
 * A queue without room: whoever puts an item waits until somebody takes it, and the taker goes on first.
 *
 * Kill and timeout safety: a getter that is killed, or whose timeout is over, has taken nothing; of a putter, nothing
 * was taken.
 *
 * Source: gevent's `Channel`.
 */
export class Channel<T = unknown> implements Iterable<T>, AsyncIterable<T> {
  /** Nothing ever lies in a channel. */
  readonly size = 0;
  readonly #getters = new WaitList<T>();
  readonly #putters = new WaitList<void, Sender<T>>();

  /** The same methods for code that is not compiled: they return promises, `await channel.async.get()`. */
  get async(): Async<Channel<T>> {
    return asyncForm<Channel<T>>(this);
  }

  empty(): boolean {
    return true;
  }

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
   * @throws {SwitchError} if it would have to wait, and the calling code cannot be suspended; nothing has happened
   *   then
   */
  put(item: T, limit?: Limit): void {
    'use greenlet';
    if (typeof limit === 'object') checkLimit(limit);
    if (!this.#getters.wakeNext(item)) {
      if (new Sender(item, this.#putters).wait(limit) === TIMED_OUT) throw new Full('nobody takes from the channel');
    } else if (canWait()) new Turn('Channel.put()').takeTurn();
  }

  /**
   * Hands an item to a getter that waits already; never blocks.
   *
   * @throws {Full} if there is none
   */
  putNowait(item: T): void {
    if (!this.#getters.wakeNext(item)) throw new Full('nobody takes from the channel');
  }

  /**
   * Takes the item of the putter that has waited longest; blocks until there is one.
   *
   * Kill and timeout safety: a greenlet that is killed, or whose timeout is over, while it waits has taken nothing.
   *
   * @param limit in ms, or an object with a timeout and a signal
   * @throws {Empty} if the timeout is over first
   * @throws {SwitchError} if it would have to wait, and the calling code cannot be suspended; nothing has happened
   *   then
   */
  get(limit?: Limit): T {
    'use greenlet';
    if (typeof limit === 'object') checkLimit(limit);
    const sender = this.#putters.first;
    if (sender !== undefined) return sender.handOver();
    const item = new Waiter<T>('Channel.get()', this.#getters).wait(limit);
    if (item === TIMED_OUT) throw new Empty('nobody puts into the channel');
    return item;
  }

  /**
   * Takes the item of a putter that waits already; never blocks.
   *
   * @throws {Empty} if there is none
   */
  getNowait(): T {
    const sender = this.#putters.first;
    if (sender === undefined) throw new Empty('nobody puts into the channel');
    return sender.handOver();
  }

  /** Gets items for ever. */
  [Symbol.iterator](): QueueIterator<T> {
    return new QueueIterator(this);
  }

  /** Gets items by promises: for `for await` in code that is not compiled. */
  [Symbol.asyncIterator](): AsyncQueueIterator<T> {
    return new AsyncQueueIterator(this);
  }
}

/** The getter goes on first. The item has been taken, which cannot be undone: what is to be raised is raised at the next wait. */
class Turn extends Waiter {
  protected override takeMail(): void {
    // Not here.
  }
}

/** A greenlet that waits for somebody to take its item. */
class Sender<T> extends Waiter {
  readonly #item: T;

  constructor(item: T, room: WaitList<void, Sender<T>>) {
    super('Channel.put()', room);
    this.#item = item;
  }

  handOver(): T {
    this.wake();
    return this.#item;
  }
}
