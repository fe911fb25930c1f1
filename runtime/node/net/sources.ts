import type { Readable } from 'node:stream';

/** Where data comes from. */
export interface Source {
  /** The next piece, if there is one already. */
  take(): Uint8Array | null;
  /** How it ended, once it has and everything has been taken. */
  readonly end: { readonly error: unknown } | null;
  /** Calls back whenever there may be something new. */
  onChange(changed: () => void): void;
  /** Nobody is going to read any more. */
  close(): void;
  /** Leaves the stream to somebody else. */
  release(): void;
}

/** A stream of Node. */
export class NodeSource implements Source {
  readonly #stream: Readable;
  #end: { error: unknown } | null = null;
  #changed: () => void = ignore;

  constructor(stream: Readable) {
    this.#stream = stream;
    stream.on('error', this.#failed);
    stream.on('readable', this.#notify);
    stream.on('end', this.#ended);
    stream.on('close', this.#ended);
    if (stream.readableEnded || stream.destroyed) this.#end = { error: stream.errored };
  }

  get end(): { readonly error: unknown } | null {
    return this.#end;
  }

  take(): Uint8Array | null {
    const chunk = this.#stream.read() as unknown;
    return typeof chunk === 'string'
      ? Buffer.from(chunk, this.#stream.readableEncoding ?? 'utf8')
      : (chunk as Buffer | null);
  }

  onChange(changed: () => void): void {
    this.#changed = changed;
  }

  close(): void {
    this.#stream.destroy();
  }

  /** Whoever reads from now on gets an error. */
  fail(error: unknown): void {
    this.#failed(error);
  }

  release(): void {
    const stream = this.#stream;
    stream.off('readable', this.#notify);
    stream.off('end', this.#ended);
    stream.off('close', this.#ended);
    this.#changed = ignore;
  }

  readonly #notify = (): void => this.#changed();

  readonly #failed = (error: unknown): void => {
    this.#end = { error };
    this.#changed();
  };

  readonly #ended = (): void => {
    this.#end ??= { error: null };
    this.#changed();
  };
}

/** A stream of the web. It is asked for the next chunk as soon as somebody waits for it. */
export class WebSource implements Source {
  readonly #reader: ReadableStreamDefaultReader<unknown>;
  #next: Uint8Array | null = null;
  #asked = false;
  #end: { error: unknown } | null = null;
  #changed: () => void = ignore;

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

  onChange(changed: () => void): void {
    this.#changed = changed;
  }

  close(): void {
    this.#end ??= { error: null };
    this.#reader.cancel().catch(ignore);
  }

  release(): void {
    this.#reader.releaseLock();
  }

  #ask(): void {
    this.#asked = true;
    this.#reader.read().then(
      ({ done, value }) => {
        if (done) this.#end = { error: null };
        else this.#next = typeof value === 'string' ? Buffer.from(value) : (value as Uint8Array);
        this.#answered();
      },
      (error: unknown) => {
        this.#end = { error };
        this.#answered();
      },
    );
  }

  #answered(): void {
    this.#asked = false;
    this.#changed();
  }
}

function ignore(): void {
  // There is nobody to tell.
}
