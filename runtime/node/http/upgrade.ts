import { ServerResponse, type IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';
import { Timeout } from '../../time/timeout.ts';
import { Exchange, type ExchangeHost } from './exchange.ts';

/**
 * A request for another protocol, and the connection that its handler takes over.
 *
 * As long as the handler has written nothing, it is a request like any other. With the first bytes the handler has begun to speak the other
 * protocol: no response of HTTP may come then, and how long that lasts is not limited.
 */
export class Upgrade extends Exchange {
  readonly #stream: Socket;
  /** How much had been written when the request came. */
  readonly #writtenBefore: number;
  #isHandedOver = false;

  constructor(host: ExchangeHost, message: IncomingMessage, stream: Socket) {
    super(host, message, createResponse(message, stream), false);
    this.#stream = stream;
    this.#writtenBefore = stream.bytesWritten;
    // It may also break before the new owner looks at it.
    stream.on('error', this.#left);
    stream.on('end', this.#left);
  }

  protected override get hasBegun(): boolean {
    return super.hasBegun || this.#isTaken;
  }

  protected override get socket(): Socket {
    return this.#stream;
  }

  override createTimeout(ms: number): Timeout {
    return new AnswerTimeout(ms, () => this.#isTaken);
  }

  /** The connection belongs to whom the handler has given it. */
  override handled(): void {
    this.#isHandedOver = true;
  }

  override settled(failure: { readonly error: unknown } | null): void {
    this.#stream.off('end', this.#left);
    if (this.#isHandedOver) this.host.ended(this);
    else super.settled(failure);
    if (this.isGone) this.#stream.destroy();
  }

  protected override prepare(): void {
    const { response } = this;
    if (response.socket !== null) return;
    response.shouldKeepAlive = false;
    this.#stream.on('drain', () => response.emit('drain'));
    try {
      response.assignSocket(this.#stream);
    } catch {
      // The response to an earlier request is still under way, and Node would not send this one after it.
      response.destroy();
      this.#stream.destroy();
    }
  }

  /** Whether the handler has begun to speak over the connection. */
  get #isTaken(): boolean {
    return this.response.socket === null && this.#stream.bytesWritten !== this.#writtenBefore;
  }

  readonly #left = (): void => {
    if (!this.#isTaken) this.disconnected();
  };
}

/** Concerns the time until the connection is taken. */
class AnswerTimeout extends Timeout {
  readonly #isTaken: () => boolean;

  constructor(ms: number, isTaken: () => boolean) {
    super(ms);
    this.#isTaken = isTaken;
  }

  override expire(): void {
    if (this.#isTaken()) this.cancel();
    else super.expire();
  }
}

/** A response that can be sent over a connection which Node has given up. */
function createResponse(message: IncomingMessage, stream: Socket): ServerResponse {
  const response = new ServerResponse(message);
  // Node looks after the responses of its own connections only.
  Object.defineProperty(response, 'writableNeedDrain', { get: () => stream.writableNeedDrain });
  response.on('finish', () => stream.destroySoon());
  return response;
}
