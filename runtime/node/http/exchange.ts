import { STATUS_CODES, type IncomingMessage, type ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { cancellations } from '../../contract/cancellations/cancellations.ts';
import { GreenletExit } from '../../core/errors/errors.ts';
import { hub } from '../../hub/index.ts';
import { Timeout } from '../../time/timeout.ts';
import type { Linked } from '../../waiting/links/chain.ts';
import { promised } from '../../waiting/promises/promised.ts';
import { Handler } from '../servers/handlers.ts';
import type { Dependent } from './connections.ts';
import { drain } from './drain.ts';
import { messageOf, statusOf } from './http-error.ts';
import { Reply, replyOf } from './replies/reply.ts';
import { HttpRequest, type RequestHost } from './request.ts';
import { send, sendWhole } from './replies/sender.ts';

/** Answers a request; it may block. */
export type RequestHandler = (request: HttpRequest) => unknown;

/** Answers a request whose handler has failed. Undefined stands for the usual answer. */
export type HandlerOfErrors = (error: unknown, request: HttpRequest) => unknown;

/** What exchanges need of their server. */
export interface ExchangeHost {
  readonly handle: RequestHandler;
  readonly onError: HandlerOfErrors | null;
  /** In ms. */
  readonly timeout: number | null;
  readonly maxBodySize: number | null;
  /** Whether connections are to be closed after the response. */
  readonly isStopping: boolean;
  /** The handler has ended, in whatever way. */
  ended(exchange: Exchange): void;
}

const ANSWERED = Symbol('answered');

/** The greenlet of a request. Whatever becomes of it, the client is told. */
export class Handling extends Handler<Exchange> {
  readonly exchange: Exchange;

  constructor(exchange: Exchange) {
    super(serve, exchange);
    this.exchange = exchange;
  }

  protected override get internals(): readonly string[] {
    return [...super.internals, 'exchange'];
  }

  protected override settle(failed: boolean, content: unknown, exited: boolean): void {
    // The error is reported by the exchange, which knows whether somebody has taken care of it.
    if (failed) this.observe();
    super.settle(failed, content, exited);
    this.exchange.settled(failed && !this.endedByKill(content) ? { error: content } : null);
  }
}

/** One function, since each that waits costs a little. */
function serve(exchange: Exchange): void {
  'use greenlet';
  const { handle, timeout } = exchange.host;
  try {
    const since = cancellations.tick();
    const value = timeout === null ? handle(exchange.request) : limited(exchange, timeout);
    if (value !== ANSWERED) exchange.handled(promised(value, 'the handler of a request', since));
  } catch (error) {
    exchange.fail(error);
  }
}

/** The limit concerns what is sent as well, and the handler of errors. */
function limited(exchange: Exchange, ms: number): typeof ANSWERED {
  'use greenlet';
  const timeout = exchange.createTimeout(ms);
  timeout.start();
  try {
    respond(exchange);
  } catch (error) {
    if (!(error instanceof Timeout) || !timeout.owns(error)) throw error;
    exchange.giveUp();
  } finally {
    timeout.close();
  }
  return ANSWERED;
}

function respond(exchange: Exchange): void {
  'use greenlet';
  try {
    const since = cancellations.tick();
    exchange.handled(promised(exchange.host.handle(exchange.request), 'the handler of a request', since));
  } catch (error) {
    exchange.fail(error);
  }
}

/** A request, the greenlet that handles it, and the response. */
export class Exchange implements RequestHost, Dependent {
  /** Among those of its connection. */
  next: Linked | null = null;
  previous: Linked | null = null;
  readonly host: ExchangeHost;
  readonly message: IncomingMessage;
  readonly request: HttpRequest;
  readonly greenlet: Handling;
  protected readonly response: ServerResponse;
  #awaitsContinue: boolean;
  #isGone = false;

  /** @param awaitsContinue whether the client wants to be asked for the body */
  constructor(host: ExchangeHost, message: IncomingMessage, response: ServerResponse, awaitsContinue: boolean) {
    this.host = host;
    this.message = message;
    this.response = response;
    this.#awaitsContinue = awaitsContinue;
    this.request = new HttpRequest(message, this, host.maxBodySize);
    this.greenlet = new Handling(this);
  }

  get signal(): AbortSignal {
    return this.greenlet.signal;
  }

  /** Whether the client has been sent something already. */
  protected get hasBegun(): boolean {
    return this.response.headersSent;
  }

  /** Whether the client has left. */
  protected get isGone(): boolean {
    return this.#isGone;
  }

  /** The connection, if it is the turn of this response; null otherwise. */
  protected get socket(): Socket | null {
    return this.response.socket;
  }

  /** The limit of the handler, which is not started yet. */
  createTimeout(ms: number): Timeout {
    return new Timeout(ms);
  }

  wantBody(): void {
    if (!this.#awaitsContinue) return;
    this.#awaitsContinue = false;
    if (!this.response.headersSent) this.response.writeContinue();
  }

  /** The client will not have the response: the handler is interrupted. */
  disconnected(): void {
    this.#isGone = true;
    this.greenlet.interrupt(new DOMException('the client has disconnected', 'AbortError'), 'abort');
  }

  /** Lets the connection be closed after the response. */
  closeAfterwards(): void {
    this.response.shouldKeepAlive = false;
    this.response.once('close', () => this.message.socket.destroySoon());
  }

  /** Sends what the handler has returned. Blocks where that comes chunk by chunk. */
  handled(value: unknown): void {
    'use greenlet';
    this.#send(value);
  }

  /** The time is over: either the client has not sent the request, or the handler has not answered it. */
  giveUp(): void {
    if (this.hasBegun) this.#breakOff();
    else this.#sendPlainly(this.message.complete ? 503 : 408);
  }

  /** Answers instead of a handler that has failed. May block. */
  fail(error: unknown): void {
    'use greenlet';
    // It ends the greenlet quietly, as everywhere: the client is told as of one that was killed.
    if (error instanceof GreenletExit) throw error;
    if (this.#isGone || this.hasBegun) {
      this.#report(error);
      return;
    }
    const status = statusOf(error);
    let isAnswered = false;
    try {
      isAnswered = this.#answerInstead(error);
    } finally {
      // The handler of errors may have failed itself, or have been interrupted. It hides nothing.
      if (!isAnswered && status >= 500) this.#report(error);
    }
    if (!isAnswered) this.#sendPlainly(status, messageOf(error));
  }

  /** The greenlet has ended. */
  settled(failure: { readonly error: unknown } | null): void {
    this.host.ended(this);
    if (failure !== null) this.#report(failure.error);
    const response = this.response;
    if (!this.#isGone && !response.writableEnded) {
      if (this.hasBegun) this.#breakOff();
      else this.#sendPlainly(failure === null ? 503 : 500);
    }
    if (drain(this.message)) this.request.drop();
  }

  /** After a client was told neither to send the body nor that it need not, nobody knows what comes next. */
  protected prepare(): void {
    if (this.host.isStopping || this.#awaitsContinue) this.response.shouldKeepAlive = false;
  }

  #send(value: unknown): void {
    'use greenlet';
    const reply = replyOf(value);
    this.prepare();
    send(this.response, reply);
  }

  /** @returns whether the handler of errors has answered */
  #answerInstead(error: unknown): boolean {
    'use greenlet';
    const { onError } = this.host;
    if (onError === null) return false;
    const since = cancellations.tick();
    const value = promised(onError(error, this.request), 'the handler of errors', since);
    if (value === undefined) return false;
    this.#send(value);
    return true;
  }

  #sendPlainly(status: number, message = STATUS_CODES[status] ?? 'Error'): void {
    this.prepare();
    const { headers } = replyOf(message);
    // The response may still have the text of the one that could not be sent.
    sendWhole(this.response, new Reply(status, STATUS_CODES[status], headers, message), message);
  }

  /** What has been sent reaches the client, unless it is too slow; the end is missing. */
  #breakOff(): void {
    const { response, socket } = this;
    if (socket === null) return void response.destroy();
    if (response.writableNeedDrain) return void socket.destroy();
    // Node 26 keeps chunks back, to send those of one task together.
    while (response.writableCorked > 0) response.uncork();
    socket.destroySoon();
  }

  /** That the connection has broken is no news after the client has gone. */
  #report(error: unknown): void {
    const isAborted = this.#isGone && this.message.errored === error;
    if (!isAborted) hub.handleError(error, this.greenlet);
  }
}
