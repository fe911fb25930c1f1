import net, { type Server, type Socket as NodeSocket } from 'node:net';
import tls, { type TlsOptions } from 'node:tls';
import { expected } from '../../core/expected.ts';
import { checkOptions, NO_OPTIONS } from '../../core/options.ts';
import type { Greenlet } from '../../greenlets/greenlet.ts';
import { spawn } from '../../greenlets/spawn.ts';
import { Queue } from '../../queues/queue.ts';
import { BaseServer, type Listen } from '../servers/base-server.ts';
import { Handlers, poolOf, type HandlersOptions } from '../servers/handlers.ts';
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
  readonly #handlers: Handlers;
  readonly #accepted: Queue<NodeSocket>;
  #acceptor: Greenlet | null = null;

  /**
   * @param listen where to listen: `{ port, host }` or `{ path }`, and all that `server.listen` takes
   * @param handle is given each connection
   * @throws {TypeError} if an argument has the wrong type, or there is an option that does not exist
   */
  constructor(listen: Listen, handle: ConnectionHandler, options: StreamServerOptions = NO_OPTIONS) {
    if (typeof handle !== 'function') throw expected('a function', handle);
    checkOptions(options, OPTIONS);
    const accepted = new Queue<NodeSocket>();
    super(createServer(accepted, options.tls), listen);
    this.#accepted = accepted;
    this.#handle = handle;
    this.#timeout = options.timeout ?? null;
    this.#handlers = new Handlers(poolOf(options));
  }

  /** How many connections are being handled. */
  override get size(): number {
    return this.#handlers.size;
  }

  protected override begin(): void {
    'use greenlet';
    this.#acceptor = spawn(() => this.#accept());
  }

  protected override finish(timeout: number | null): void {
    'use greenlet';
    this.#acceptor?.kill();
    while (!this.#accepted.empty()) this.#accepted.getNowait().destroy();
    if (timeout !== 0) this.#handlers.join(timeout);
  }

  protected override kill(): void {
    'use greenlet';
    this.#handlers.kill();
  }

  #accept(): void {
    'use greenlet';
    for (;;) {
      const stream = this.#accepted.get();
      const socket = new Socket(stream, { timeout: this.#timeout });
      let isHandled = false;
      try {
        this.#handlers.spawn(() => this.#handle(socket)).onEnd(() => socket.close());
        isHandled = true;
      } finally {
        if (!isHandled) socket.destroy();
      }
    }
  }
}

function createServer(accepted: Queue<NodeSocket>, encryption: TlsOptions | undefined): Server {
  if (encryption === undefined) return net.createServer({ allowHalfOpen: true }, connected);
  const server = tls.createServer({ ...encryption, allowHalfOpen: true }, connected);
  // A client that cannot be understood is its own affair.
  return server.on('tlsClientError', (_error, socket) => socket.destroy());

  function connected(stream: NodeSocket): void {
    // It may break before anybody looks at it.
    stream.on('error', ignore);
    accepted.putNowait(stream);
  }
}

function ignore(): void {
  // Whoever reads or writes learns of it.
}
