import { Readable } from 'node:stream';
import { expected } from '../../core/expected.ts';
import type { Limit } from '../../time/limit.ts';
import { Chunks } from './chunks.ts';
import { IncompleteReadError, TooLongError } from './errors.ts';
import { Pieces } from './pieces.ts';
import { NodeSource, WebSource, type Source } from './sources.ts';
import { Turnstile, type Passage } from './turnstile.ts';

/** How `readLine` and `readUntil` stop. */
export interface UntilOptions {
  /** How many bytes there may be, in all; 64 KB unless you say otherwise. */
  readonly maxLength?: number;
  /** How long to wait, in ms, or an object with a timeout and a signal. */
  readonly limit?: Limit;
}

const MAX_LENGTH = 65_536;
const NEWLINE = Buffer.from('\n');
const [LINE_FEED, CARRIAGE_RETURN] = [10, 13];

/**
 * Reads data in blocking style: from a socket, or from any stream.
 *
 * One greenlet at a time may read. Data is taken when a call returns it, so there is none that gets lost.
 *
 * Kill and timeout safety, of everything that blocks here: a greenlet that is killed, or whose timeout is over, has taken
 * nothing. Leaving a loop over the data closes the stream.
 */
export class Reader implements Iterable<Buffer>, Passage<Buffer | null> {
  readonly #source: Source;
  /** What has been read ahead; null for nothing. */
  #ahead: Chunks | null = null;
  readonly #turnstile = new Turnstile('reading');
  readonly #name: string;

  /** @param name what it is called in messages */
  constructor(source: Source, name = 'reader') {
    this.#source = source;
    this.#name = name;
    source.onChange(this);
  }

  /** How many bytes have been read ahead: they came together with others that were taken. */
  get buffered(): number {
    return this.#ahead?.length ?? 0;
  }

  /**
   * Blocks until there is data, and returns what there is; null at the end.
   *
   * Kill and timeout safety: a greenlet that is killed, or whose timeout is over, while it waits has taken nothing.
   *
   * @param maxLength at most how many bytes; null for any number
   * @param limit in ms, or an object with a timeout and a signal
   * @throws {Timeout} if the timeout is over first
   * @throws {ConcurrentUseError} if another greenlet is reading
   * @throws the error of the stream
   * @throws {SwitchError} outside greenlets, and where unmarked code stands in between; nothing has happened then
   */
  read(maxLength: number | null = null, limit?: Limit): Buffer | null {
    'use greenlet';
    if (maxLength === null) return this.pass('read()', limit, this);
    checkCount(maxLength);
    return this.pass('read()', limit, { ready: () => this.some(maxLength) });
  }

  /**
   * Blocks until there are `length` bytes, and returns them.
   *
   * Kill and timeout safety: a greenlet that is killed, or whose timeout is over, while it waits has taken nothing.
   *
   * @param limit in ms, or an object with a timeout and a signal
   * @throws {IncompleteReadError} if the data ends before
   * @throws {Timeout} if the timeout is over first
   * @throws {ConcurrentUseError} if another greenlet is reading
   * @throws the error of the stream
   * @throws {SwitchError} outside greenlets, and where unmarked code stands in between; nothing has happened then
   */
  readExactly(length: number, limit?: Limit): Buffer {
    'use greenlet';
    checkCount(length);
    return this.pass('readExactly()', limit, { ready: () => this.#exactly(length) });
  }

  /**
   * Blocks until there is a whole line, and returns it as text, without the line feed and the carriage return before it; null at
   * the end. The last line need not have a line feed.
   *
   * Kill and timeout safety: a greenlet that is killed, or whose timeout is over, while it waits has taken nothing.
   *
   * @throws {TooLongError} if there is no end of the line in time
   * @throws {Timeout} if the timeout is over first
   * @throws {ConcurrentUseError} if another greenlet is reading
   * @throws the error of the stream
   * @throws {SwitchError} outside greenlets, and where unmarked code stands in between; nothing has happened then
   */
  readLine(options: UntilOptions & { readonly encoding?: BufferEncoding } = {}): string | null {
    'use greenlet';
    const line = this.#until('readLine()', NEWLINE, options, true);
    return line === null ? null : withoutEnd(line).toString(options.encoding ?? 'utf8');
  }

  /**
   * Blocks until the separator has come, and returns all up to it, itself included.
   *
   * Kill and timeout safety: a greenlet that is killed, or whose timeout is over, while it waits has taken nothing.
   *
   * @throws {IncompleteReadError} if the data ends before
   * @throws {TooLongError} if there is no separator in time
   * @throws {Timeout} if the timeout is over first
   * @throws {ConcurrentUseError} if another greenlet is reading
   * @throws the error of the stream
   * @throws {SwitchError} outside greenlets, and where unmarked code stands in between; nothing has happened then
   */
  readUntil(separator: string | Uint8Array, options: UntilOptions = {}): Buffer {
    'use greenlet';
    const bytes = Buffer.from(separator as string);
    if (bytes.length === 0) throw expected('a separator that is not empty', separator);
    return this.#until('readUntil()', bytes, options, false) as Buffer;
  }

  /**
   * Pieces of the data as they come, up to the end. Leaving the loop early closes the stream.
   *
   * Kill and timeout safety: a greenlet that is killed, or whose timeout is over, while it waits has taken nothing.
   * Leaving the loop closes the stream.
   *
   * @throws {SwitchError} outside greenlets, and where unmarked code stands in between; nothing has happened then
   */
  [Symbol.iterator](): IterableIterator<Buffer> {
    return new Pieces(this, this);
  }

  /** Closes the stream. Whoever reads gets the end of the data. */
  close(): void {
    this.#source.close();
  }

  /** Internal: wakes the greenlet that reads. @internal */
  notify(): void {
    this.#turnstile.notify();
  }

  /** Internal: leaves the stream to somebody else. @internal */
  release(): void {
    this.#source.release();
  }

  #until(call: string, separator: Buffer, { maxLength, limit }: UntilOptions, endsLine: boolean): Buffer | null {
    'use greenlet';
    const most = maxLength ?? MAX_LENGTH;
    checkCount(most);
    const search = new Search(this.#chunks, separator, most);
    return this.pass(call, limit, { ready: () => this.#found(search, endsLine) });
  }

  /** Internal: lets a greenlet wait for what it reads. @internal */
  pass<T>(call: string, limit: Limit, passage: Passage<T>): T {
    'use greenlet';
    return this.#turnstile.pass(`${this.#name}.${call}`, limit, passage);
  }

  /** Internal: what has come; null at the end, undefined before that. @internal */
  ready(): Buffer | null | undefined {
    return this.some(Infinity);
  }

  /** Internal: the same, but at most `count` bytes. @internal */
  some(count: number): Buffer | null | undefined {
    if (this.buffered > 0) return this.#chunks.takeSome(count);
    const chunk = this.#next();
    if (chunk === null) return this.#hasEnded() ? null : undefined;
    // Mostly nothing has to be kept.
    if (chunk.length <= count && Buffer.isBuffer(chunk)) return chunk;
    this.#chunks.add(chunk);
    return this.#chunks.takeSome(count);
  }

  #exactly(length: number): Buffer | undefined {
    while (this.#chunks.length < length) {
      if (this.#fetch()) continue;
      if (!this.#hasEnded()) return undefined;
      throw new IncompleteReadError(`${String(length)} bytes`, this.#chunks.peek(this.#chunks.length));
    }
    return this.#chunks.take(length);
  }

  #found(search: Search, endsLine: boolean): Buffer | null | undefined {
    let end = search.go();
    while (end < 0 && this.#fetch()) end = search.go();
    if (end >= 0) return this.#chunks.take(end);
    if (!this.#hasEnded()) return undefined;
    const { length } = this.#chunks;
    if (!endsLine) throw new IncompleteReadError('a separator and what comes before', this.#chunks.peek(length));
    return length > 0 ? this.#chunks.take(length) : null;
  }

  get #chunks(): Chunks {
    return (this.#ahead ??= new Chunks());
  }

  /** One more piece, if there is one. */
  #next(): Uint8Array | null {
    let chunk = this.#source.take();
    while (chunk?.length === 0) chunk = this.#source.take();
    return chunk;
  }

  /** Reads one more piece ahead, if there is one. */
  #fetch(): boolean {
    const chunk = this.#next();
    if (chunk !== null) this.#chunks.add(chunk);
    return chunk !== null;
  }

  /** @throws the error of the stream, once everything that came before it has been read */
  #hasEnded(): boolean {
    const { end } = this.#source;
    if (end?.error !== null && end?.error !== undefined) throw end.error as Error;
    return end !== null;
  }
}

/** Looks for a separator, once at each place. */
class Search {
  readonly #chunks: Chunks;
  readonly #separator: Buffer;
  readonly #most: number;
  #seen = 0;

  constructor(chunks: Chunks, separator: Buffer, most: number) {
    this.#chunks = chunks;
    this.#separator = separator;
    this.#most = most;
  }

  /** Where the separator ends; -1 if it has not come yet. */
  go(): number {
    const { length } = this.#chunks;
    const end = this.#chunks.endOf(this.#separator, this.#seen);
    if (end > this.#most || (end < 0 && length > this.#most)) throw new TooLongError(this.#most);
    this.#seen = Math.max(0, length - this.#separator.length + 1);
    return end;
  }
}

function checkCount(count: number): void {
  if (!Number.isInteger(count) || count < 0) throw expected('a whole number of bytes', count);
}

/**
 * Reads a stream of Node or of the web in blocking style. Nobody else may read it meanwhile.
 *
 * @throws {TypeError} if it is no stream, or if somebody else reads it
 */
export function reader(stream: Readable | NodeJS.ReadableStream | ReadableStream<unknown>): Reader {
  if (typeof ReadableStream === 'function' && stream instanceof ReadableStream)
    return new Reader(new WebSource(stream));
  const isNodeStream =
    typeof stream === 'object' && (stream as object | null) !== null && 'on' in stream && 'read' in stream;
  if (!isNodeStream) throw expected('a stream of Node or of the web', stream);
  const modern = stream instanceof Readable ? stream : new Readable().wrap(stream);
  return new Reader(new NodeSource(modern));
}

function withoutEnd(line: Buffer): Buffer {
  const end = line.at(-1) === LINE_FEED ? (line.at(-2) === CARRIAGE_RETURN ? -2 : -1) : line.length;
  return line.subarray(0, end);
}
