import type { Readable } from 'node:stream';
import { expected } from '../../../core/errors/expected.ts';

/** Who is told that there may be something new. */
export interface Observer {
  notify(): void;
}

/** Where data comes from. */
export interface Source {
  /** The next piece, if there is one already. */
  take(): Uint8Array | null;
  /** How it ended, once it has and everything has been taken. */
  readonly end: { readonly error: unknown } | null;
  /** Tells somebody whenever there may be something new. */
  onChange(observer: Observer): void;
  /** Nobody is going to read any more: what has come is dropped, and that is the end. */
  close(): void;
  /** Leaves the stream to somebody else. */
  release(): void;
}

export const NOBODY: Observer = {
  notify: () => {
    // There is nobody to tell.
  },
};

/** A stream of Node, from which no more is taken than somebody asks for. */
export class NodeSource implements Source {
  readonly #stream: Readable;
  #end: { error: unknown } | null = null;
  #isClosed = false;
  #observer = NOBODY;

  constructor(stream: Readable) {
    this.#stream = stream;
    stream.on('error', this.#failed);
    stream.on('readable', this.#notify);
    stream.on('end', this.#ended);
    stream.on('close', this.#closed);
    if (stream.readableEnded) this.#ended();
    else if (stream.destroyed) this.#closed();
  }

  get end(): { readonly error: unknown } | null {
    return this.#end;
  }

  /** @throws {TypeError} if it is no data: a stream of objects */
  take(): Uint8Array | null {
    if (this.#isClosed) return null;
    const chunk = this.#stream.read() as unknown;
    return chunk === null ? null : bytesOf(chunk, this.#stream.readableEncoding ?? 'utf8');
  }

  onChange(observer: Observer): void {
    this.#observer = observer;
  }

  close(): void {
    this.#isClosed = true;
    this.#end ??= { error: null };
    this.#stream.destroy();
  }

  release(): void {
    const stream = this.#stream;
    stream.off('readable', this.#notify);
    stream.off('end', this.#ended);
    stream.off('close', this.#closed);
    this.#observer = NOBODY;
  }

  readonly #notify = (): void => this.#observer.notify();

  readonly #failed = (error: unknown): void => {
    this.#end = { error };
    this.#observer.notify();
  };

  readonly #ended = (): void => {
    this.#end ??= { error: null };
    this.#observer.notify();
  };

  /** Who destroys a stream before its end keeps the rest of the data from whoever reads it. */
  readonly #closed = (): void => {
    this.#end ??= { error: this.#stream.errored ?? prematureClose() };
    this.#observer.notify();
  };
}

/** The error with which Node's own loops over such a stream end. */
export function prematureClose(): Error {
  return Object.assign(new Error('Premature close'), { code: 'ERR_STREAM_PREMATURE_CLOSE' });
}

/** A stream of the web. It is asked for the next chunk as soon as somebody waits for it. */
export class WebSource implements Source {
  readonly #reader: ReadableStreamDefaultReader<unknown>;
  #next: Uint8Array | null = null;
  #asked = false;
  #end: { error: unknown } | null = null;
  #observer = NOBODY;

  /** @throws {TypeError} if somebody else reads the stream */
  constructor(stream: ReadableStream<unknown>) {
    this.#reader = stream.getReader();
  }

  get end(): { readonly error: unknown } | null {
    return this.#next === null ? this.#end : null;
  }

  take(): Uint8Array | null {
    const chunk = this.#next;
    this.#next = null;
    if (chunk === null && this.#end === null && !this.#asked) this.#ask();
    return chunk;
  }

  onChange(observer: Observer): void {
    this.#observer = observer;
  }

  close(): void {
    this.#next = null;
    this.#end ??= { error: null };
    this.#reader.cancel().catch(NOBODY.notify);
  }

  release(): void {
    this.#reader.releaseLock();
  }

  #ask(): void {
    this.#asked = true;
    this.#reader.read().then(
      ({ done, value }) => {
        if (done) this.#end ??= { error: null };
        else if (this.#end === null) this.#keep(value);
        this.#answered();
      },
      (error: unknown) => {
        this.#end ??= { error };
        this.#answered();
      },
    );
  }

  #keep(chunk: unknown): void {
    try {
      this.#next = bytesOf(chunk);
    } catch (error) {
      this.#end = { error };
    }
  }

  #answered(): void {
    this.#asked = false;
    this.#observer.notify();
  }
}

/** @throws {TypeError} if a chunk of a stream is no data */
function bytesOf(chunk: unknown, encoding: BufferEncoding = 'utf8'): Uint8Array {
  if (typeof chunk === 'string') return Buffer.from(chunk, encoding);
  if (chunk instanceof Uint8Array) return chunk;
  throw expected('a string or a Uint8Array as a chunk', chunk);
}
