import { isCancellation } from '../cancellation/is-cancellation.ts';
import { ShutDown } from './queue-errors.ts';

/** Takes items until the source is shut down; each `next` may block. */
export class QueueIterator<T> implements IterableIterator<T> {
  readonly #source: { get(): T };

  constructor(source: { get(): T }) {
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
    try {
      return { done: false, value: this.#source.get() };
    } catch (error) {
      if (error instanceof ShutDown && !isCancellation(error)) return { done: true, value: undefined };
      throw error;
    }
  }

  [Symbol.iterator](): this {
    return this;
  }
}
