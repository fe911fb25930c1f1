import { STATUS_CODES, type IncomingMessage, type ServerResponse } from 'node:http';
import { cancellations } from '../../contract/cancellations.ts';
import { hub } from '../../hub/index.ts';
import { Greenlet } from '../../greenlets/greenlet.ts';
import { withTimeout } from '../../time/with-timeout.ts';
import { promised } from '../../waiting/promised.ts';
import type { Dependent } from './connections.ts';
import { drain } from './drain.ts';
import { messageOf, statusOf } from './http-error.ts';
import { Reply, replyOf } from './reply.ts';
import { HttpRequest, type RequestHost } from './request.ts';
import { Sender, sendWhole } from './sender.ts';

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

const LATE = Symbol('late');

/** The greenlet of a request. Whatever becomes of it, the client is told. */
class Handling extends Greenlet<void, [Exchange]> {
  readonly #exchange: Exchange;

  constructor(exchange: Exchange) {
    super(serve, exchange);
    this.#exchange = exchange;
    // The error is reported by the exchange, which knows whether somebody has taken care of it.
    this.observe();
  }

  protected override settle(failed: boolean, content: unknown, exited: boolean): void {
    super.settle(failed, content, exited);
    this.#exchange.settled(failed && !this.endedByKill(content) ? { error: content } : null);
  }
}

function serve(exchange: Exchange): void {
  'use greenlet';
  exchange.serve();
}

/** A request, the greenlet that handles it, and the response. */
export class Exchange implements RequestHost, Dependent {
  readonly greenlet: Greenlet;
  readonly #host: ExchangeHost;
  readonly #message: IncomingMessage;
  readonly #response: ServerResponse;
  readonly #request: HttpRequest;
  #awaitsContinue: boolean;
  #isGone = false;

  /** @param awaitsContinue whether the client wants to be asked for the body */
  constructor(host: ExchangeHost, message: IncomingMessage, response: ServerResponse, awaitsContinue: boolean) {
    this.#host = host;
    this.#message = message;
    this.#response = response;
    this.#awaitsContinue = awaitsContinue;
    this.#request = new HttpRequest(message, this, host.maxBodySize);
    this.greenlet = new Handling(this);
  }

  get message(): IncomingMessage {
    return this.#message;
  }

  get signal(): AbortSignal {
    return this.greenlet.signal;
  }

  wantBody(): void {
    if (!this.#awaitsContinue) return;
    this.#awaitsContinue = false;
    if (!this.#response.headersSent) this.#response.writeContinue();
  }

  /** The client will not have the response: the handler is interrupted. */
  disconnected(): void {
    this.#isGone = true;
    this.greenlet.interrupt(new DOMException('the client has disconnected', 'AbortError'), 'abort');
  }

  /** Lets the connection be closed after the response. */
  closeAfterwards(): void {
    this.#response.shouldKeepAlive = false;
    this.#response.once('close', () => this.#message.socket.destroySoon());
  }

  /** Internal: what the greenlet does. @internal */
  serve(): void {
    'use greenlet';
    const { timeout } = this.#host;
    try {
      if (timeout === null) this.#respond();
      else if (withTimeout(timeout, () => this.#respond(), { timeoutValue: LATE }) === LATE) this.#late();
    } catch (error) {
      this.#fail(error);
    }
  }

  /** Internal: the greenlet has ended. @internal */
  settled(failure: { readonly error: unknown } | null): void {
    this.#host.ended(this);
    if (failure !== null) this.#report(failure.error);
    const response = this.#response;
    if (!this.#isGone && !response.writableEnded) {
      if (response.headersSent) response.destroy();
      else this.#sendPlainly(failure === null ? 503 : 500);
    }
    drain(this.#message);
  }

  #respond(): void {
    'use greenlet';
    const since = cancellations.tick();
    this.#send(replyOf(promised(this.#host.handle(this.#request), 'the handler of a request', since)));
  }

  #send(reply: Reply): void {
    'use greenlet';
    this.#prepare();
    new Sender(this.#response).send(reply);
  }

  /** After a client was told neither to send the body nor that it need not, nobody knows what comes next. */
  #prepare(): void {
    if (this.#host.isStopping || this.#awaitsContinue) this.#response.shouldKeepAlive = false;
  }

  /** Either the client has not sent the request in time, or the handler has not answered it. */
  #late(): void {
    if (this.#response.headersSent) this.#response.destroy();
    else this.#sendPlainly(this.#message.complete ? 503 : 408);
  }

  #fail(error: unknown): void {
    'use greenlet';
    const { onError } = this.#host;
    if (this.#isGone || this.#response.headersSent) {
      this.#report(error);
      return;
    }
    const since = cancellations.tick();
    const answer =
      onError === null ? undefined : promised(onError(error, this.#request), 'the handler of errors', since);
    if (answer !== undefined) return this.#send(replyOf(answer));
    const status = statusOf(error);
    if (status >= 500) this.#report(error);
    this.#sendPlainly(status, messageOf(error));
  }

  #sendPlainly(status: number, message = STATUS_CODES[status] ?? 'Error'): void {
    this.#prepare();
    const { headers } = replyOf(message);
    sendWhole(this.#response, new Reply(status, undefined, headers, message), message);
  }

  /** That the connection has broken is no news after the client has gone. */
  #report(error: unknown): void {
    const isAborted = this.#isGone && this.#message.errored === error;
    if (!isAborted) hub.handleError(error, this.greenlet);
  }
}
