import net, { type Server, type Socket as NodeSocket } from 'node:net';
import tls, { type TlsOptions } from 'node:tls';
import { expected } from '../../core/errors/expected.ts';
import { checkOptions, NO_OPTIONS } from '../../core/errors/options.ts';
import { GreenletExit } from '../../core/errors/errors.ts';
import type { Greenlet } from '../../greenlets/greenlet.ts';
import { spawn } from '../../greenlets/spawning/spawn.ts';
import type { Group } from '../../groups/group.ts';
import { hub } from '../../hub/index.ts';
import { Queue } from '../../queues/queue.ts';
import { checkTime } from '../../time/limit.ts';
import { BaseServer, checkEncryption, type Listen } from '../servers/base-server.ts';
import { Handler, Handlers, poolOf, type HandlersOptions } from '../servers/handlers.ts';
import { Handshakes } from './handshakes.ts';
import { Socket } from './socket.ts';

/** Options of `StreamServer`. */
export interface StreamServerOptions extends HandlersOptions {
  /** Encrypts connections: the options of `tls.createServer`. */
  readonly tls?: TlsOptions;
  /** How long each call of a socket may take that is not told otherwise, in ms. */
  readonly timeout?: number | null;
}

const OPTIONS = ['pool', 'maxConnections', 'tls', 'timeout'];

/** Called in a greenlet of its own for each connection. When it ends, the connection is closed. */
export type ConnectionHandler = (socket: Socket) => unknown;

/** The greenlet of a connection, which is closed when that has ended. */
class Handling extends Handler<Socket> {
  readonly #socket: Socket;
  readonly #handlers: Handlers<Handling>;

  constructor(handle: ConnectionHandler, socket: Socket, handlers: Handlers<Handling>) {
    super(handle, socket);
    this.#socket = socket;
    this.#handlers = handlers;
    handlers.add(this);
  }

  protected override settle(failed: boolean, content: unknown, exited: boolean): void {
    super.settle(failed, content, exited);
    this.#socket.close();
    this.#handlers.ended(this);
  }
}

/**
 * A server that handles each connection in a greenlet of its own.
 *
 * An error of a handler is reported, and ends its connection only.
 *
 * Source: gevent's `StreamServer`.
 */
export class StreamServer extends BaseServer {
  readonly #handle: ConnectionHandler;
  readonly #timeout: number | null;
  readonly #pool: Group | null;
  readonly #handlers = new Handlers<Handling>();
  /** Those that wait for room in the pool. */
  readonly #waiting = new Queue<NodeSocket>();
  readonly #handshakes: Handshakes;
  #acceptor: Greenlet | null = null;

  /**
   * @param listen where to listen: `{ port, host }` or `{ path }`, and all that `server.listen` takes
   * @param handle is given each connection
   * @throws {TypeError} if an argument has the wrong type, or there is an option that does not exist
   */
  constructor(listen: Listen, handle: ConnectionHandler, options: StreamServerOptions = NO_OPTIONS) {
    if (typeof handle !== 'function') throw expected('a function', handle);
    checkOptions(options, OPTIONS);
    const pool = poolOf(options);
    checkTime(options.timeout);
    checkEncryption(options.tls);
    const handshakes = new Handshakes();
    super(
      createServer((stream) => this.#connected(stream), options.tls, handshakes),
      listen,
    );
    this.#handshakes = handshakes;
    this.#handle = handle;
    this.#timeout = options.timeout ?? null;
    this.#pool = pool;
  }

  /** How many connections are being handled. */
  override get size(): number {
    return this.#handlers.size;
  }

  protected override handles(greenlet: unknown): boolean {
    return this.#handlers.has(greenlet);
  }

  protected override begin(): void {
    'use greenlet';
    if (this.#pool !== null) this.#acceptor = spawn(() => this.#accept());
  }

  protected override finish(timeout: number | null): void {
    'use greenlet';
    this.#handshakes.destroy();
    this.#acceptor?.kill();
    while (!this.#waiting.empty()) this.#waiting.getNowait().destroy();
    if (timeout !== 0) this.#handlers.join(timeout);
  }

  protected override kill(): void {
    'use greenlet';
    this.#handlers.interrupt();
    this.#handlers.join(null);
  }

  #connected(stream: NodeSocket): void {
    if (this.#pool === null) return hub.startHere(this.#handling(stream));
    // It may break before anybody looks at it.
    stream.on('error', ignore);
    this.#waiting.putNowait(stream);
  }

  #accept(): void {
    'use greenlet';
    for (;;) {
      const handling = this.#handling(this.#waiting.get());
      let isStarted = false;
      try {
        this.#pool?.add(handling);
        handling.start();
        isStarted = true;
      } finally {
        if (!isStarted) handling.interrupt(new GreenletExit());
      }
    }
  }

  #handling(stream: NodeSocket): Handling {
    return new Handling(this.#handle, new Socket(stream, { timeout: this.#timeout }), this.#handlers);
  }
}

function createServer(
  connected: (stream: NodeSocket) => void,
  encryption: TlsOptions | undefined,
  handshakes: Handshakes,
): Server {
  if (encryption === undefined) return net.createServer({ allowHalfOpen: true }, connected);
  const server = tls.createServer(encryption, (stream) => {
    // Not before: a client that leaves before both sides have agreed would stay connected.
    stream.allowHalfOpen = true;
    handshakes.end(stream);
    connected(stream);
  });
  server.on('connection', handshakes.begin);
  // A client that cannot be understood is its own affair.
  return server.on('tlsClientError', (_error, socket) => socket.destroy());
}

function ignore(): void {
  // Whoever reads or writes learns of it.
}
