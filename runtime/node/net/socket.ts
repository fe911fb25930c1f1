import type { Socket as NodeSocket } from 'node:net';
import { TLSSocket } from 'node:tls';
import { isObject } from '../../contract/is-object.ts';
import { expected } from '../../core/errors/expected.ts';
import { checkOptions, NO_OPTIONS } from '../../core/errors/options.ts';
import { checkLimit, checkTime, type Limit } from '../../time/limit.ts';
import { assertCanWait } from '../../waiting/waiter/can-wait.ts';
import { checkData } from './data.ts';
import { encrypt, type StartTlsOptions } from './encrypt.ts';
import { ClosedError } from './errors.ts';
import { establish } from './establish.ts';
import { Inflow } from './reading/inflow.ts';
import { Pieces } from './reading/pieces.ts';
import { Reader, type LineOptions, type UntilOptions } from './reading/reader.ts';
import { Turnstile } from './reading/turnstile.ts';

/** Options of `Socket`. */
export interface SocketOptions {
  /** How long each call may take that is not told otherwise, in ms; null, the default, for as long as it takes. */
  readonly timeout?: number | null;
}

const OPTIONS = ['timeout'];

/**
 * A connection in blocking style.
 *
 * One greenlet at a time may read, and one may write. When the other side has ended, this side can still write, until it ends,
 * too.
 *
 * Kill and timeout safety, of everything that blocks here: the connection stays as it is. A greenlet that is killed while it
 * reads has taken nothing. What was given to `write` is sent all the same.
 */
export class Socket implements Iterable<Buffer> {
  /** How long each call may take that is not told otherwise, in ms; null for as long as it takes. */
  timeout: number | null;
  #stream: NodeSocket;
  #source: Inflow;
  #reader: Reader;
  /** Made when somebody has to wait: most writes find room. */
  #writing: Turnstile | null = null;
  #failure: { readonly error: unknown } | null = null;
  #isClosed = false;
  #isEncrypting = false;

  /**
   * @param stream a connection that nobody else reads; it should be half-open, so that one side can end before the other
   * @throws {TypeError} if it is no connection, another socket reads it, an option has the wrong type, or does not exist
   */
  constructor(stream: NodeSocket, options: SocketOptions = NO_OPTIONS) {
    checkOptions(options, OPTIONS);
    const { timeout = null } = options;
    checkTime(timeout);
    checkConnection(stream);
    this.timeout = timeout;
    this.#stream = stream;
    this.#source = new Inflow(stream, this);
    this.#reader = new Reader(this.#source, 'socket');
  }

  /** The connection as Node has it, for its options and its addresses. Leave reading and writing to this object. */
  get stream(): NodeSocket {
    return this.#stream;
  }

  /** The address of the other side; undefined if there is no connection. */
  get remoteAddress(): string | undefined {
    return this.#stream.remoteAddress;
  }

  /** The port of the other side; undefined if there is no connection. */
  get remotePort(): number | undefined {
    return this.#stream.remotePort;
  }

  /** Whether it was closed on this side. */
  get closed(): boolean {
    return this.#isClosed;
  }

  /** Whether it goes through TLS. */
  get encrypted(): boolean {
    return this.#stream instanceof TLSSocket;
  }

  /**
   * As that of `Reader`.
   *
   * Kill and timeout safety: a greenlet that is killed, or whose timeout is over, while it waits has taken nothing.
   *
   * @throws {SwitchError} outside greenlets, and where unmarked code stands in between; nothing has happened then
   */
  read(maxLength: number | null = null, limit: Limit = this.timeout): Buffer | null {
    'use greenlet';
    return this.#reader.read(maxLength, limit);
  }

  /**
   * As that of `Reader`.
   *
   * Kill and timeout safety: a greenlet that is killed, or whose timeout is over, while it waits has taken nothing.
   *
   * @throws {SwitchError} outside greenlets, and where unmarked code stands in between; nothing has happened then
   */
  readExactly(length: number, limit: Limit = this.timeout): Buffer {
    'use greenlet';
    return this.#reader.readExactly(length, limit);
  }

  /**
   * As that of `Reader`.
   *
   * Kill and timeout safety: a greenlet that is killed, or whose timeout is over, while it waits has taken nothing.
   *
   * @throws {SwitchError} outside greenlets, and where unmarked code stands in between; nothing has happened then
   */
  readLine(options: LineOptions = NO_OPTIONS): string | null {
    'use greenlet';
    return this.#reader.line(options, this.timeout);
  }

  /**
   * As that of `Reader`.
   *
   * Kill and timeout safety: a greenlet that is killed, or whose timeout is over, while it waits has taken nothing.
   *
   * @throws {SwitchError} outside greenlets, and where unmarked code stands in between; nothing has happened then
   */
  readUntil(separator: string | Uint8Array, options: UntilOptions = NO_OPTIONS): Buffer {
    'use greenlet';
    return this.#reader.until(separator, options, this.timeout);
  }

  /**
   * Pieces of the data as they come, until the other side ends. Leaving the loop early closes the connection.
   *
   * Kill and timeout safety: a greenlet that is killed, or whose timeout is over, while it waits has taken nothing.
   * Leaving the loop closes the stream.
   *
   * @throws {SwitchError} outside greenlets, and where unmarked code stands in between; nothing has happened then
   */
  [Symbol.iterator](): IterableIterator<Buffer> {
    return new Pieces(this.#reader, this);
  }

  /**
   * Sends data. Blocks while too much of it is still on its way.
   *
   * Kill and timeout safety: the data is sent all the same.
   *
   * @param limit in ms, or an object with a timeout and a signal
   * @throws {Timeout} if the timeout is over first
   * @throws {ConcurrentUseError} if another greenlet is writing; nothing is sent then
   * @throws {ClosedError} if it was closed or ended on this side
   * @throws the error of the connection
   * @throws {SwitchError} outside greenlets, and where unmarked code stands in between; nothing has happened then
   */
  write(data: string | Uint8Array, limit: Limit = this.timeout): void {
    'use greenlet';
    checkData(data);
    this.#enterWriting('socket.write()', limit);
    this.#assertWritable('socket.write()');
    if (this.#stream.write(data)) return;
    this.#turnstile.pass('socket.write()', limit, {
      ready: () => {
        this.#assertWritable('socket.write()');
        return this.#stream.writableNeedDrain ? undefined : true;
      },
    });
  }

  /**
   * Sends data, if there is any, and says that there is no more. Blocks until all has been handed over. The other side can go on.
   *
   * Kill and timeout safety: what was written is sent all the same.
   *
   * @param limit in ms, or an object with a timeout and a signal
   * @throws {Timeout} if the timeout is over first
   * @throws {ConcurrentUseError} if another greenlet is writing
   * @throws {ClosedError} if it was closed or ended on this side
   * @throws the error of the connection
   * @throws {SwitchError} outside greenlets, and where unmarked code stands in between; nothing has happened then
   */
  end(data?: string | Uint8Array, limit: Limit = this.timeout): void {
    'use greenlet';
    if (data !== undefined) checkData(data);
    const turnstile = this.#turnstile;
    let isEnding = false;
    turnstile.pass('socket.end()', limit, {
      ready: () => {
        if (isEnding) return this.#hasSentAll() || undefined;
        this.#assertWritable('socket.end()');
        isEnding = true;
        this.#stream.end(data ?? Buffer.alloc(0), () => turnstile.notify());
        return this.#stream.writableFinished || undefined;
      },
    });
  }

  /**
   * Closes the connection when what was written has been sent. Never blocks, and may be called again. Whoever reads or writes
   * gets a `ClosedError`.
   */
  close(): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    // What waits for the encryption cannot be sent.
    if (this.#isEncrypting) this.#stream.destroy();
    else this.#stream.destroySoon();
    this.#reader.drop();
    this.#source.fail(new ClosedError('socket.read()'));
    this.#writing?.notify();
  }

  /** Closes the connection at once; what has not been sent is lost. */
  destroy(): void {
    this.close();
    this.#stream.destroy();
  }

  /** Closes it: `using socket = connect(80)`. */
  [Symbol.dispose](): void {
    this.close();
  }

  /**
   * Goes on encrypted. Blocks until both sides have agreed.
   *
   * Kill and timeout safety: the connection is destroyed, as it is if both cannot agree.
   *
   * @param limit in ms, or an object with a timeout and a signal
   * @throws {TypeError} if the options are no object; nothing has happened then
   * @throws {ConcurrentUseError} if another greenlet is reading or writing; nothing has happened then
   * @throws {Error} if data was read ahead, which came before the encryption and cannot be trusted
   * @throws {Timeout} if the timeout is over first
   * @throws what the handshake fails with
   * @throws {SwitchError} outside greenlets, and where unmarked code stands in between; nothing has happened then
   */
  startTls(options: StartTlsOptions = {}, limit: Limit = this.timeout): void {
    'use greenlet';
    const call = 'socket.startTls()';
    if (!isObject(options)) throw expected('an object with options', options);
    this.#enterWriting(call, limit);
    this.#reader.enter(call, limit);
    this.#assertWritable(call);
    const ahead = this.#reader.buffered + this.#source.length;
    if (ahead > 0) throw new Error(`${call}: ${String(ahead)} bytes have come before the encryption`);
    this.#isEncrypting = true;
    try {
      this.#encrypt(options);
      const event = options.isServer === true ? 'secure' : 'secureConnect';
      // Nobody can write until it is known who is on the other side.
      establish(this.#stream, event, call, limit, this.#turnstile);
      this.#isEncrypting = false;
    } catch (error) {
      throw this.#isClosed ? new ClosedError(call) : error;
    } finally {
      if (this.#isEncrypting) this.destroy();
    }
  }

  /** Reads and writes by way of TLS from now on. */
  #encrypt(options: StartTlsOptions): void {
    this.#reader.release();
    const stream = encrypt(this.#stream, options);
    this.#stream = stream;
    this.#source = new Inflow(stream, this);
    this.#reader = new Reader(this.#source, 'socket');
    this.#writing = null;
  }

  /** Internal: the connection tells so. @internal */
  broken(error: unknown): void {
    this.#failure ??= { error };
    this.#writing?.notify();
  }

  /** Internal: the same. @internal */
  shut(): void {
    this.#writing?.notify();
  }

  /** Where those wait who write. */
  get #turnstile(): Turnstile {
    if (this.#writing !== null) return this.#writing;
    const turnstile = new Turnstile('writing');
    this.#writing = turnstile;
    this.#stream.on('drain', () => turnstile.notify());
    return turnstile;
  }

  #enterWriting(call: string, limit: Limit): void {
    if (this.#writing !== null) return this.#writing.enter(call, limit);
    checkLimit(limit);
    assertCanWait(call);
  }

  /** The other side may close the connection as soon as it has got everything. */
  #hasSentAll(): boolean {
    const { destroyed, writableFinished, writableLength } = this.#stream;
    if (writableFinished || (destroyed && writableLength === 0 && this.#failure === null && !this.#isClosed))
      return true;
    this.#assertIntact('socket.end()');
    return false;
  }

  #assertIntact(call: string): void {
    if (this.#isClosed) throw new ClosedError(call);
    if (this.#failure !== null) throw this.#failure.error as Error;
    if (this.#stream.destroyed && !this.#stream.writableFinished) throw new ClosedError(call);
  }

  #assertWritable(call: string): void {
    this.#assertIntact(call);
    if (this.#stream.writableEnded) throw new ClosedError(call, 'it has been ended on this side');
  }
}

/** Not `instanceof`: there are doubles of connections. */
function checkConnection(stream: unknown): void {
  if (!isObject(stream) || !('on' in stream && 'destroySoon' in stream))
    throw expected('a connection of `node:net` or `node:tls`', stream);
}
