import { expected } from '../../../core/errors/expected.ts';
import { checkOptions, NO_OPTIONS } from '../../../core/errors/options.ts';
import type { Limit } from '../../../time/limit.ts';
import { Chunks } from './chunks.ts';
import { checkData } from '../data.ts';
import { IncompleteReadError } from '../errors.ts';
import { Pieces } from './pieces.ts';
import { Search } from './search.ts';
import type { Source } from './sources.ts';
import { Turnstile, type Passage } from './turnstile.ts';

/** How `readLine` and `readUntil` stop. */
export interface UntilOptions {
  /** How many bytes there may be, in all; 64 KB unless you say otherwise. */
  readonly maxLength?: number;
  /** How long to wait, in ms, or an object with a timeout and a signal. */
  readonly limit?: Limit;
}

/** The same for lines, which are text. */
export interface LineOptions extends UntilOptions {
  /** UTF-8 unless you say otherwise. In UTF-16, a line feed is no single byte: it is refused. */
  readonly encoding?: BufferEncoding;
}

const OPTIONS = ['maxLength', 'limit'];
const LINE_OPTIONS = [...OPTIONS, 'encoding'];
const MAX_LENGTH = 65_536;
const WIDE = /^(?:ucs|utf)-?(?:2|16le)$/i;
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
export class Reader implements Iterable<Buffer> {
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
   * @throws {TypeError} if an option has the wrong type, or does not exist
   * @throws {TooLongError} if there is no end of the line in time
   * @throws {Timeout} if the timeout is over first
   * @throws {ConcurrentUseError} if another greenlet is reading
   * @throws the error of the stream
   * @throws {SwitchError} outside greenlets, and where unmarked code stands in between; nothing has happened then
   */
  readLine(options: LineOptions = NO_OPTIONS): string | null {
    'use greenlet';
    return this.line(options, null);
  }

  /** Internal: the same, with a limit for who gives none. @internal */
  line(options: LineOptions, otherwise: Limit): string | null {
    'use greenlet';
    checkOptions(options, LINE_OPTIONS);
    const { encoding = 'utf8', maxLength, limit = otherwise } = options;
    checkEncoding(encoding);
    const line = this.#until('readLine()', NEWLINE, maxLength, limit, true);
    return line === null ? null : withoutEnd(line).toString(encoding);
  }

  /**
   * Blocks until the separator has come, and returns all up to it, itself included.
   *
   * Kill and timeout safety: a greenlet that is killed, or whose timeout is over, while it waits has taken nothing.
   *
   * @throws {TypeError} if the separator is empty, an option has the wrong type, or does not exist
   * @throws {IncompleteReadError} if the data ends before
   * @throws {TooLongError} if there is no separator in time
   * @throws {Timeout} if the timeout is over first
   * @throws {ConcurrentUseError} if another greenlet is reading
   * @throws the error of the stream
   * @throws {SwitchError} outside greenlets, and where unmarked code stands in between; nothing has happened then
   */
  readUntil(separator: string | Uint8Array, options: UntilOptions = NO_OPTIONS): Buffer {
    'use greenlet';
    return this.until(separator, options, null);
  }

  /** Internal: the same, with a limit for who gives none. @internal */
  until(separator: string | Uint8Array, options: UntilOptions, otherwise: Limit): Buffer {
    'use greenlet';
    checkData(separator);
    if (separator.length === 0) throw expected('a separator that is not empty', separator);
    checkOptions(options, OPTIONS);
    const { maxLength, limit = otherwise } = options;
    return this.#until('readUntil()', Buffer.from(separator as string), maxLength, limit, false) as Buffer;
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

  /** Closes the stream. Whoever reads gets the end of the data, and nothing that has been read ahead. */
  close(): void {
    this.drop();
    this.#source.close();
  }

  /** Internal: forgets what has been read ahead. @internal */
  drop(): void {
    this.#ahead = null;
  }

  /** Internal: wakes the greenlet that reads. @internal */
  notify(): void {
    this.#turnstile.notify();
  }

  /** Internal: raises whatever forbids that somebody reads. @internal */
  enter(call: string, limit: Limit): void {
    this.#turnstile.enter(call, limit);
  }

  /** Internal: leaves the stream to somebody else. @internal */
  release(): void {
    this.#source.release();
  }

  #until(call: string, separator: Buffer, most = MAX_LENGTH, limit: Limit, endsLine: boolean): Buffer | null {
    'use greenlet';
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

/** Whoever decodes what has been taken already is too late to refuse. */
function checkEncoding(encoding: BufferEncoding): void {
  if (encoding === 'utf8') return;
  if (!Buffer.isEncoding(encoding) || WIDE.test(encoding))
    throw expected('an encoding in which a line feed is one byte', encoding);
}

function checkCount(count: number): void {
  if (!Number.isInteger(count) || count < 0) throw expected('a whole number of bytes', count);
}

function withoutEnd(line: Buffer): Buffer {
  const end = line.at(-1) === LINE_FEED ? (line.at(-2) === CARRIAGE_RETURN ? -2 : -1) : line.length;
  return line.subarray(0, end);
}
