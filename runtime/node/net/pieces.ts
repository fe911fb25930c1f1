/** What is read piece by piece; null at the end. */
interface Readable {
  read(): Buffer | null;
  close(): void;
}

const DONE = Object.freeze({ done: true, value: undefined });

/** Pieces of the data as they come, up to the end. Leaving the loop early closes what is read. */
export class Pieces implements IterableIterator<Buffer, undefined> {
  readonly #readable: Readable;
  #isOver = false;

  constructor(readable: Readable) {
    this.#readable = readable;
  }

  /**
   * Blocks until the next piece is there.
   *
   * Kill and timeout safety: what is read is closed.
   *
   * @throws {SwitchError} as what is read
   */
  next(): IteratorResult<Buffer, undefined> {
    'use greenlet';
    if (this.#isOver) return DONE;
    let isRead = false;
    try {
      const value = this.#readable.read();
      isRead = true;
      if (value !== null) return { done: false, value };
    } finally {
      if (!isRead) this.return();
    }
    this.#isOver = true;
    return DONE;
  }

  return(): IteratorResult<Buffer, undefined> {
    if (!this.#isOver) this.#readable.close();
    this.#isOver = true;
    return DONE;
  }

  [Symbol.iterator](): this {
    return this;
  }
}
