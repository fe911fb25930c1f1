import { isCancellation } from '../cancellation/is-cancellation.ts';
import { ShutDown } from './queue-errors.ts';

/** What items are taken from: a queue or a channel. */
export interface ItemSource<T> {
  get(): T;
}

/** Takes items until the source is shut down; each `next` may block. */
export class QueueIterator<T> implements IterableIterator<T> {
  readonly #source: ItemSource<T>;

  constructor(source: ItemSource<T>) {
    this.#source = source;
  }

  /**
   * Takes the next item; blocks until there is one, or until the source is shut down.
   *
   * Kill and timeout safety: as `get` of the queue or channel.
   *
   * @throws {SwitchError} as `get`
   */
  next(): IteratorResult<T> {
    'use greenlet';
    return nextItem(this.#source);
  }

  [Symbol.iterator](): this {
    return this;
  }
}

/** The step of an iterator: takes an item, or says that the source is shut down. */
export function nextItem<T>(source: ItemSource<T>): IteratorResult<T, undefined> {
  'use greenlet';
  try {
    return { done: false, value: source.get() };
  } catch (error) {
    if (error instanceof ShutDown && !isCancellation(error)) return { done: true, value: undefined };
    throw error;
  }
}
