import { GreenletExit } from '../core/errors/errors.ts';
import { createGreenlet } from '../greenlets/spawning/create-greenlet.ts';
import type { Greenlet } from '../greenlets/greenlet.ts';
import { nextItem, type ItemSource } from './queue-iterator.ts';

/** Takes items by promises until the source is shut down: for code that is not compiled. */
export class AsyncQueueIterator<T> implements AsyncIterableIterator<T> {
  readonly #next: () => IteratorResult<T>;
  readonly #pending = new Set<Greenlet>();
  #isOver = false;

  constructor(source: ItemSource<T>) {
    this.#next = () => {
      'use greenlet';
      return nextItem(source);
    };
  }

  async next(): Promise<IteratorResult<T>> {
    if (this.#isOver) return OVER;
    const greenlet = createGreenlet(this.#next, []);
    this.#pending.add(greenlet);
    try {
      return await new Promise<IteratorResult<T>>((resolve, reject) => {
        greenlet.start();
        greenlet.inform(resolve, reject);
      });
    } catch (error) {
      if (this.#wasGivenUp(error)) return OVER;
      throw error;
    } finally {
      this.#pending.delete(greenlet);
    }
  }

  #wasGivenUp(error: unknown): boolean {
    return this.#isOver && error instanceof GreenletExit;
  }

  /** Whoever waits for an item has taken none. */
  return(): Promise<IteratorReturnResult<undefined>> {
    this.#isOver = true;
    for (const greenlet of this.#pending) greenlet.interrupt(new GreenletExit());
    return Promise.resolve(OVER);
  }

  [Symbol.asyncIterator](): this {
    return this;
  }
}

const OVER: IteratorReturnResult<undefined> = { done: true, value: undefined };
