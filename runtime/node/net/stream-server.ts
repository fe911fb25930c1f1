import net, { type AddressInfo, type ListenOptions, type Server, type Socket as NodeSocket } from 'node:net';
import tls, { type TlsOptions } from 'node:tls';
import { hub } from '../../hub/index.ts';
import { expected } from '../../core/expected.ts';
import { spawn } from '../../greenlets/spawn.ts';
import type { Greenlet } from '../../greenlets/greenlet.ts';
import type { Group } from '../../groups/group.ts';
import { Pool } from '../../groups/pool.ts';
import { Queue } from '../../queues/queue.ts';
import { Event } from '../../sync/event.ts';
import { establishListening } from './listening.ts';
import { Socket } from './socket.ts';

export interface StreamServerOptions {
  /** Which group the greenlets of connections are spawned into; one that is full keeps further connections waiting. */
  readonly pool?: Group;
  /** How many connections are handled at once, instead of `pool`; the others wait. */
  readonly maxConnections?: number;
  /** Encrypts connections: the options of `tls.createServer`. */
  readonly tls?: TlsOptions;
  /** How long each call of a socket may take that is not told otherwise, in ms. */
  readonly timeout?: number | null;
}

/** Called in a greenlet of its own for each connection. When it ends, the connection is closed. */
export type ConnectionHandler = (socket: Socket) => unknown;

/**
 * A server that handles each connection in a greenlet of its own.
 *
 * An error of a handler is reported, and ends its connection only.
 *
 * Source: gevent's `StreamServer`.
 */
export class StreamServer {
  readonly #listen: ListenOptions;
  readonly #handle: ConnectionHandler;
  readonly #timeout: number | null;
  readonly #group: Group;
  readonly #server: Server;
  readonly #accepted = new Queue<NodeSocket>();
  readonly #stopped = new Event();
  #acceptor: Greenlet | null = null;

  /**
   * @param listen where to listen: `{ port, host }` or `{ path }`, and all that `server.listen` takes
   * @param handle is given each connection
   */
  constructor(listen: ListenOptions, handle: ConnectionHandler, options: StreamServerOptions = {}) {
    if (typeof handle !== 'function') throw expected('a function', handle);
    const { pool, maxConnections = null, timeout = null } = options;
    this.#listen = listen;
    this.#handle = handle;
    this.#timeout = timeout;
    this.#group = pool ?? new Pool(maxConnections);
    this.#server = this.#create(options.tls);
  }

  /** Where it listens; null as long as it does not. */
  get address(): AddressInfo | string | null {
    return this.#server.address();
  }

  /** The port that it listens on; null if there is none. */
  get port(): number | null {
    const { address } = this;
    return typeof address === 'object' ? (address?.port ?? null) : null;
  }

  /** How many connections are being handled. */
  get size(): number {
    return this.#group.size;
  }

  /**
   * Begins to listen, and blocks until it does.
   *
   * Kill and timeout safety: it does not listen.
   *
   * @throws {SwitchError} outside greenlets, and where unmarked code stands in between; nothing has happened then
   * @throws what goes wrong, with `code` and `syscall`
   */
  start(): void {
    'use greenlet';
    const server = this.#server;
    establishListening(server, {
      doing: 'starting',
      call: 'server.start()',
      begin: () => void server.listen(this.#listen),
      close: () => {
        if (server.listening) server.close();
      },
    });
    // Errors that come later concern single connections: that there were too many files open, for example.
    this.#server.on('error', report);
    this.#stopped.clear();
    this.#acceptor = spawn(() => this.#accept());
  }

  /**
   * Handles connections until somebody stops the server, and blocks meanwhile.
   *
   * Kill and timeout safety: the server is stopped, and its handlers are killed.
   *
   * @throws {SwitchError} if it would have to wait, and the calling code cannot be suspended
   */
  serveForever(): void {
    'use greenlet';
    if (this.#acceptor === null) this.start();
    try {
      this.#stopped.wait();
    } finally {
      if (!this.#stopped.isSet()) this.stop(0);
    }
  }

  /**
   * Stops: accepts no more connections, waits for the handlers, and kills those that take too long. Blocks until all have ended.
   *
   * Kill and timeout safety: it accepts no more connections, and the handlers are killed at once.
   *
   * @param timeout how long to wait for the handlers, in ms; null for as long as it takes
   * @throws {SwitchError} if it would have to wait, and the calling code cannot be suspended
   */
  stop(timeout: number | null = 1000): void {
    'use greenlet';
    const acceptor = this.#acceptor;
    if (acceptor === null) return;
    this.#acceptor = null;
    this.#server.close();
    this.#server.off('error', report);
    try {
      acceptor.kill();
      while (!this.#accepted.empty()) this.#accepted.getNowait().destroy();
      if (timeout !== 0) this.#group.join({ timeout });
    } finally {
      this.#group.kill();
      this.#stopped.set();
    }
  }

  #create(encryption: TlsOptions | undefined): Server {
    if (encryption === undefined) return net.createServer({ allowHalfOpen: true }, this.#connected);
    const server = tls.createServer({ ...encryption, allowHalfOpen: true }, this.#connected);
    // A client that cannot be understood is its own affair.
    return server.on('tlsClientError', (_error, socket) => socket.destroy());
  }

  readonly #connected = (stream: NodeSocket): void => {
    // It may break before anybody looks at it.
    stream.on('error', ignore);
    this.#accepted.putNowait(stream);
  };

  #accept(): void {
    'use greenlet';
    for (;;) {
      const stream = this.#accepted.get();
      const socket = new Socket(stream, { timeout: this.#timeout });
      let isHandled = false;
      try {
        this.#group.spawn(() => this.#serve(socket));
        isHandled = true;
      } finally {
        if (!isHandled) socket.destroy();
      }
    }
  }

  #serve(socket: Socket): void {
    'use greenlet';
    try {
      this.#handle(socket);
    } finally {
      socket.close();
    }
  }
}

function report(error: unknown): void {
  hub.handleError(error, null);
}

function ignore(): void {
  // Whoever reads or writes learns of it.
}
