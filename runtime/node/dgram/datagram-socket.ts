import type { RemoteInfo, Socket as NodeSocket } from 'node:dgram';
import type { AddressInfo } from 'node:net';
import { Ring } from '../../hub/ring.ts';
import type { Limit } from '../../time/limit.ts';
import { checkData } from '../net/data.ts';
import { ClosedError } from '../net/errors.ts';
import { Turnstile } from '../net/reading/turnstile.ts';

/** What has come, and from where. */
export interface Datagram {
  readonly data: Buffer;
  readonly address: string;
  readonly port: number;
}

/** More datagrams than that are dropped, as the system drops those that it has no room for. */
const MOST = 1024;

/**
 * A UDP socket in blocking style. One greenlet at a time may receive.
 *
 * Kill and timeout safety, of everything that blocks here: a greenlet that is killed has received nothing; what was given to
 * `send` is sent.
 */
export class DatagramSocket implements Iterable<Datagram> {
  readonly #socket: NodeSocket;
  readonly #received = new Ring<Datagram>();
  readonly #receiving = new Turnstile('receiving');
  #failure: { readonly error: unknown } | null = null;
  #isClosed = false;

  /** @param socket one that is bound, and that nobody else receives from */
  constructor(socket: NodeSocket) {
    this.#socket = socket;
    socket.on('message', (data: Buffer, { address, port }: RemoteInfo) => {
      if (this.#received.length < MOST) this.#received.push({ data, address, port });
      this.#receiving.notify();
    });
    socket.on('error', (error: unknown) => {
      this.#failure ??= { error };
      this.#receiving.notify();
    });
    // Somebody may close the socket of Node itself.
    socket.on('close', () => {
      this.#isClosed = true;
      this.#receiving.notify();
    });
  }

  /** The socket as Node has it, for its options: multicast, broadcast, buffer sizes. */
  get socket(): NodeSocket {
    return this.#socket;
  }

  /** Where it receives. */
  get address(): AddressInfo {
    return this.#socket.address();
  }

  /** Whether it has been closed. */
  get closed(): boolean {
    return this.#isClosed;
  }

  /**
   * Blocks until a datagram has come, and returns it.
   *
   * Kill and timeout safety: a greenlet that is killed, or whose timeout is over, while it waits has taken nothing.
   *
   * @param limit in ms, or an object with a timeout and a signal
   * @throws {Timeout} if the timeout is over first
   * @throws {ConcurrentUseError} if another greenlet is receiving
   * @throws {ClosedError} if it is or gets closed
   * @throws {SwitchError} outside greenlets, and where unmarked code stands in between; nothing has happened then
   */
  receive(limit?: Limit): Datagram {
    'use greenlet';
    return this.#receiving.pass('socket.receive()', limit, this);
  }

  /**
   * Datagrams as they come, until somebody closes the socket.
   *
   * Kill and timeout safety: a greenlet that is killed, or whose timeout is over, while it waits has taken nothing.
   *
   * @throws {SwitchError} outside greenlets, and where unmarked code stands in between; nothing has happened then
   */
  *[Symbol.iterator](): Generator<Datagram, void, undefined> {
    'use greenlet';
    while (!this.#isClosed) {
      let datagram: Datagram;
      try {
        datagram = this.receive();
      } catch (error) {
        if (error instanceof ClosedError) return;
        throw error;
      }
      yield datagram;
    }
  }

  /**
   * Sends a datagram. Blocks until it has been handed to the system.
   *
   * Kill and timeout safety: the datagram is sent all the same.
   *
   * @param limit in ms, or an object with a timeout and a signal
   * @throws {Timeout} if the timeout is over first
   * @throws {ClosedError} if it is closed
   * @throws what goes wrong, with `code` and `syscall`
   * @throws {SwitchError} outside greenlets, and where unmarked code stands in between; nothing has happened then
   */
  send(data: string | Uint8Array, port: number, address?: string, limit?: Limit): void {
    'use greenlet';
    checkData(data);
    const sending = new Turnstile('sending');
    let outcome: { readonly error: unknown } | null = null;
    let isSent = false;
    const { error } = sending.pass('socket.send()', limit, {
      ready: () => {
        if (isSent) return outcome ?? undefined;
        if (this.#isClosed) throw new ClosedError('socket.send()');
        isSent = true;
        this.#socket.send(data, port, address, (problem) => {
          outcome = { error: problem };
          sending.notify();
        });
        return undefined;
      },
    });
    if (error !== null) throw error as Error;
  }

  /** Never blocks, and may be called again. Whoever receives gets a `ClosedError`. */
  close(): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    this.#socket.close();
    this.#receiving.notify();
  }

  /** Closes it: `using socket = new DatagramSocket()`. */
  [Symbol.dispose](): void {
    this.close();
  }

  /** Internal: what has come. @internal */
  ready(): Datagram | undefined {
    if (this.#isClosed) throw new ClosedError('socket.receive()');
    const datagram = this.#received.shift();
    if (datagram !== undefined) return datagram;
    const failure = this.#failure;
    this.#failure = null;
    if (failure !== null) throw failure.error as Error;
    return undefined;
  }
}
