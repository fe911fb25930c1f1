import type { IncomingMessage } from 'node:http';
import { Readable } from 'node:stream';
import { NOBODY, NodeSource, type Observer, type Source } from '../net/reading/sources.ts';
import { HttpError } from './http-error.ts';

/** The body of a request, of which there may only be so much. */
export class BodySource implements Source {
  readonly #source: NodeSource;
  readonly #most: number;
  #length = 0;
  #isClosed = false;
  #observer = NOBODY;
  /** Set when nobody is to get any more of it. */
  #end: { readonly error: unknown } | null = null;

  /**
   * @param most how many bytes there may be; null for any number
   * @throws {HttpError} 413 if it is announced to be longer
   */
  constructor(message: IncomingMessage, most: number | null) {
    this.#most = limitOf(message, most);
    this.#source = new NodeSource(message);
  }

  get end(): { readonly error: unknown } | null {
    return this.#end ?? this.#source.end;
  }

  /** Whether somebody has taken something, or wants no more. */
  get isRead(): boolean {
    return this.#isClosed || this.#length > 0;
  }

  /** @throws {HttpError} 413 */
  take(): Uint8Array | null {
    if (this.#end !== null) return null;
    const chunk = this.#source.take();
    this.#length += chunk?.length ?? 0;
    if (this.#length > this.#most) throw tooLarge(this.#most);
    return chunk;
  }

  onChange(observer: Observer): void {
    this.#observer = observer;
    this.#source.onChange(observer);
  }

  /** The rest is dropped. The connection is needed for the response. */
  close(): void {
    this.#isClosed = true;
    this.#end ??= { error: null };
    this.release();
    this.#observer.notify();
  }

  /** The rest is dropped, and whoever asks for it gets an error. */
  fail(error: unknown): void {
    this.#end ??= this.#source.end ?? { error };
    this.#observer.notify();
  }

  release(): void {
    this.#source.release();
  }
}

/**
 * The body of a request as a stream of the web, which fails where there is too much.
 *
 * @throws {HttpError} as `BodySource`
 */
export function streamBody(message: IncomingMessage, most: number | null): ReadableStream<Uint8Array> {
  const limit = limitOf(message, most);
  let length = 0;
  const count = new TransformStream<Uint8Array, Uint8Array>({
    transform(chunk, controller) {
      length += chunk.length;
      if (length > limit) controller.error(tooLarge(limit));
      else controller.enqueue(chunk);
    },
  });
  return (Readable.toWeb(message) as ReadableStream<Uint8Array>).pipeThrough(count);
}

function limitOf(message: IncomingMessage, most: number | null): number {
  const limit = most ?? Infinity;
  const announced = message.headers['content-length'];
  if (announced !== undefined && Number(announced) > limit) throw tooLarge(limit);
  return limit;
}

function tooLarge(most: number): HttpError {
  return new HttpError(413, `the body has more than ${String(most)} bytes`);
}
