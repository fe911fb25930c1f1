import type { Abandonable } from '../cancellation/abandon.ts';

/**
 * Iterates over a web stream, as its own iterator does, but can be abandoned while a chunk is awaited: that of the platform
 * would wait for the chunk before it cancels the stream.
 */
class StreamReader implements AsyncIterator<unknown>, Abandonable {
  readonly #reader: ReadableStreamDefaultReader<unknown>;
  #isOver = false;

  constructor(stream: ReadableStream<unknown>) {
    this.#reader = stream.getReader();
  }

  async next(): Promise<IteratorResult<unknown>> {
    if (this.#isOver) return { done: true, value: undefined };
    try {
      const { done, value } = await this.#reader.read();
      if (done) this.#release();
      return done ? { done, value: undefined } : { done: false, value };
    } catch (error) {
      this.#release();
      throw error;
    }
  }

  async return(value?: unknown): Promise<IteratorResult<unknown>> {
    if (!this.#isOver) {
      const cancelled = this.#reader.cancel(value);
      this.#release();
      await cancelled;
    }
    return { done: true, value };
  }

  /** What waits for the chunk gets the end of the stream. */
  abandon(): Promise<void> {
    return this.#reader.cancel();
  }

  #release(): void {
    this.#isOver = true;
    this.#reader.releaseLock();
  }
}

/** Stands in for the method of web streams. */
function readStream(this: ReadableStream<unknown>): StreamReader {
  return new StreamReader(this);
}

/** What makes an async iterator of a value: its own method, but for the one that web streams have by nature. */
export function asyncMethod(value: unknown): unknown {
  const method = (value as Partial<AsyncIterable<unknown>>)[Symbol.asyncIterator] as unknown;
  const native = typeof ReadableStream === 'function' ? (ReadableStream.prototype as object) : {};
  if (!(Symbol.asyncIterator in native) || method !== native[Symbol.asyncIterator]) return method;
  return value instanceof ReadableStream ? readStream : method;
}
