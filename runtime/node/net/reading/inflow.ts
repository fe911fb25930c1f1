import type { Socket as NodeSocket } from 'node:net';
import { NOBODY, prematureClose, type Observer, type Source } from './sources.ts';

/** Under which a connection holds its source, so that its listeners can be the same functions for all connections. */
const INFLOW = Symbol('inflow');

type Connected = NodeSocket & { [INFLOW]?: Inflow | undefined };

/** Whether a `Socket` reads the stream: it would lose what somebody else reads. */
export function belongsToSocket(stream: object): boolean {
  return (stream as Connected)[INFLOW] !== undefined;
}

/** Whoever else has to know when a connection breaks or is closed. */
export interface ConnectionObserver {
  broken(error: unknown): void;
  shut(): void;
}

/**
 * What comes over a connection. It flows, which is the cheapest way that Node has, until there is more than somebody wants: then it waits
 * in the connection and, in the end, on the other side.
 */
export class Inflow implements Source {
  readonly #stream: Connected;
  #connection: ConnectionObserver;
  #observer = NOBODY;
  /** What has come first, which is mostly all. */
  #first: Buffer | null = null;
  #others: Buffer[] | null = null;
  #length = 0;
  #end: { readonly error: unknown } | null = null;
  /** Nobody is to get anything any more. */
  #isOver = false;

  /** @throws {TypeError} if another socket reads the stream */
  constructor(stream: NodeSocket, connection: ConnectionObserver) {
    if (belongsToSocket(stream)) throw new TypeError('another Socket reads the stream already');
    this.#stream = stream;
    this.#connection = connection;
    this.#stream[INFLOW] = this;
    stream.on('data', received);
    stream.on('end', ended);
    stream.on('close', closed);
    stream.on('error', failed);
    if (stream.readableEnded || stream.destroyed) this.#close();
    else stream.resume();
  }

  get end(): { readonly error: unknown } | null {
    return this.#end;
  }

  /** How many bytes have come that nobody has taken. */
  get length(): number {
    return this.#length + this.#stream.readableLength;
  }

  take(): Buffer | null {
    const first = this.#first;
    if (first === null) return null;
    this.#length -= first.length;
    this.#first = this.#others?.shift() ?? null;
    if (this.#others?.length === 0) this.#others = null;
    if (this.#first === null && this.#stream.isPaused()) this.#stream.resume();
    return first;
  }

  onChange(observer: Observer): void {
    this.#observer = observer;
  }

  close(): void {
    this.#stream.destroy();
  }

  /** Whoever reads from now on gets an error, and nothing that has come or still comes. */
  fail(error: unknown): void {
    this.#isOver = true;
    this.#first = this.#others = null;
    this.#length = 0;
    this.#end = { error };
    this.#observer.notify();
  }

  /** The stream goes to somebody else. Errors are still listened for: there may be nobody yet. */
  release(): void {
    const stream = this.#stream;
    stream.off('data', received);
    stream.off('end', ended);
    stream.off('close', closed);
    stream.pause();
    this.#observer = NOBODY;
    this.#connection = NO_CONNECTION;
    stream[INFLOW] = undefined;
  }

  /** Internal: a listener calls it. @internal */
  receive(chunk: Buffer): void {
    this.#keep(chunk);
    this.#observer.notify();
    // Nobody has taken it: no more than the stream would keep itself.
    if (this.#length >= this.#stream.readableHighWaterMark) this.#stream.pause();
  }

  /** Internal: a listener calls it. @internal */
  finish(error: unknown): void {
    if (error === null || this.#isOver) this.#end ??= { error };
    else this.#end = { error };
    if (error !== null) this.#connection.broken(error);
    this.#observer.notify();
  }

  /** Internal: a listener calls it. @internal */
  shut(): void {
    this.#close();
    this.#observer.notify();
    this.#connection.shut();
  }

  /** What waits in a stream that is closed comes no more by itself. If somebody else has destroyed it, that is not all of the data. */
  #close(): void {
    const stream = this.#stream;
    for (let chunk: unknown; (chunk = stream.read() as unknown) !== null;) this.#keep(chunk as Buffer);
    this.#end ??= { error: stream.errored ?? (stream.readableEnded ? null : prematureClose()) };
  }

  #keep(chunk: Buffer): void {
    if (this.#isOver) return;
    this.#length += chunk.length;
    if (this.#first === null) this.#first = chunk;
    else if (this.#others === null) this.#others = [chunk];
    else this.#others.push(chunk);
  }
}

const NO_CONNECTION: ConnectionObserver = { broken: NOBODY.notify, shut: NOBODY.notify };

function received(this: Connected, chunk: Buffer | string): void {
  const bytes = typeof chunk === 'string' ? Buffer.from(chunk, this.readableEncoding ?? 'utf8') : chunk;
  this[INFLOW]?.receive(bytes);
}

function ended(this: Connected): void {
  this[INFLOW]?.finish(null);
}

function closed(this: Connected): void {
  this[INFLOW]?.shut();
}

function failed(this: Connected, error: unknown): void {
  this[INFLOW]?.finish(error);
}
