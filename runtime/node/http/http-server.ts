import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { GreenletExit } from '../../core/errors/errors.ts';
import { expected } from '../../core/errors/expected.ts';
import { NO_OPTIONS } from '../../core/errors/options.ts';
import type { Greenlet } from '../../greenlets/greenlet.ts';
import { spawn } from '../../greenlets/spawning/spawn.ts';
import type { Group } from '../../groups/group.ts';
import { hub } from '../../hub/index.ts';
import { Queue } from '../../queues/queue.ts';
import { Event } from '../../sync/event.ts';
import { BaseServer } from '../servers/base-server.ts';
import { Handlers, poolOf } from '../servers/handlers.ts';
import { Connections, detach } from './connections.ts';
import { Exchange, type ExchangeHost, type Handling, type RequestHandler } from './exchange.ts';
import { createServer, settingsOf, type HttpServerOptions, type Settings, type UpgradeHandler } from './options.ts';
import { Upgrade } from './upgrade.ts';

/** How long responses may take to get away when nobody waits for them any more, in ms. */
const FLUSH_TIME = 100;

/**
 * A server for HTTP that handles each request in a greenlet of its own.
 *
 * The handler is given a request, and returns the response: a `Response`, text, bytes, an object that becomes JSON, an iterable of
 * chunks which may block, a stream, or what `reply` makes of one of these. Whatever becomes of the handler, the client gets an answer.
 *
 * Kill and timeout safety: when the client disconnects, the handler is interrupted, as by the abort of `request.signal`. A handler that is
 * killed leaves an answer with status 503, and one that takes longer than `timeout` with 503, or 408 if the request has not come
 * completely.
 *
 * Source: gevent's `WSGIServer`, on the parser of Node.
 */
export class HttpServer extends BaseServer {
  readonly #server: Server;
  readonly #pool: Group | null;
  readonly #host: ExchangeHost & { isStopping: boolean };
  readonly #handlers = new Handlers<Handling>();
  readonly #connections = new Connections();
  /** Those that wait for room in the pool. */
  readonly #waiting = new Queue<Exchange>();
  readonly #closed = new Event();
  #acceptor: Greenlet | null = null;

  /**
   * @param handle is given each request, an `HttpRequest`, and returns the response
   * @throws {TypeError} if an argument has the wrong type, or there is an option that does not exist
   */
  constructor(handle: RequestHandler, options: HttpServerOptions = NO_OPTIONS) {
    if (typeof handle !== 'function') throw expected('a function', handle);
    const settings = settingsOf(options);
    const server = createServer(options);
    super(server, settings.listen);
    this.#server = server;
    this.#pool = poolOf(options);
    this.#host = this.#createHost(handle, settings);
    this.#listenTo(server, settings);
  }

  /** How many requests are being handled, or wait for that. */
  override get size(): number {
    return this.#handlers.size;
  }

  protected override handles(greenlet: unknown): boolean {
    return this.#handlers.has(greenlet);
  }

  protected override begin(): void {
    'use greenlet';
    this.#host.isStopping = false;
    this.#closed.clear();
    if (this.#pool !== null) this.#acceptor = spawn(() => this.#accept());
  }

  protected override finish(timeout: number | null): void {
    'use greenlet';
    this.#host.isStopping = true;
    this.#connections.closeUnused();
    for (const { exchange } of this.#handlers) exchange.closeAfterwards();
    if (timeout !== 0) this.#closed.wait(timeout);
  }

  protected override kill(): void {
    'use greenlet';
    try {
      this.#acceptor?.kill();
      this.#handlers.interrupt();
      this.#handlers.join(null);
      this.#server.closeIdleConnections();
      this.#closed.wait(FLUSH_TIME);
    } finally {
      this.#connections.closeAll();
    }
    this.#closed.wait();
  }

  #createHost(handle: RequestHandler, settings: Settings): ExchangeHost & { isStopping: boolean } {
    const { onError, timeout, maxBodySize } = settings;
    const ended = (exchange: Exchange): void => {
      this.#handlers.ended(exchange.greenlet);
      detach(exchange);
    };
    return { handle, onError, timeout, maxBodySize, isStopping: false, ended };
  }

  #listenTo(server: Server, { upgrade }: Settings): void {
    server.on('connection', (socket) => this.#connections.add(socket));
    server.on('request', (message, response) => this.#receive(message, response, false));
    server.on('checkContinue', (message, response) => this.#receive(message, response, true));
    server.on('close', () => this.#closed.set());
    if (upgrade === null) return;
    // Node promises no more than a stream, but it is the connection.
    server.on('upgrade', (message: IncomingMessage, socket: Socket, head: Buffer) =>
      this.#receiveUpgrade(upgrade, message, socket, head),
    );
  }

  #receive(message: IncomingMessage, response: ServerResponse, awaitsContinue: boolean): void {
    const exchange = new Exchange(this.#host, message, response, awaitsContinue);
    this.#handlers.add(exchange.greenlet);
    this.#connections.attach(message.socket, exchange);
    if (this.#pool === null) hub.startHere(exchange.greenlet);
    else this.#waiting.putNowait(exchange);
  }

  #receiveUpgrade(upgrade: UpgradeHandler, message: IncomingMessage, socket: Socket, head: Buffer): void {
    const handle: RequestHandler = (request) => {
      'use greenlet';
      return upgrade(request, socket, head);
    };
    const { greenlet } = new Upgrade({ ...this.#host, handle }, message, socket);
    this.#handlers.add(greenlet);
    hub.startHere(greenlet);
  }

  #accept(): void {
    'use greenlet';
    for (;;) {
      const { greenlet } = this.#waiting.get();
      let isStarted = false;
      try {
        // The client may have gone meanwhile.
        if (!greenlet.dead) this.#pool?.add(greenlet);
        greenlet.start();
        isStarted = true;
      } finally {
        if (!isStarted) greenlet.interrupt(new GreenletExit());
      }
    }
  }
}
