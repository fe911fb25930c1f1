import type { AddressInfo, ListenOptions, Server } from 'node:net';
import { isObject } from '../../contract/is-object.ts';
import { expected } from '../../core/errors/expected.ts';
import { getCurrent } from '../../core/greenlet.ts';
import { spawn } from '../../greenlets/spawning/spawn.ts';
import { hub } from '../../hub/index.ts';
import { checkTimeout } from '../../hub/time/milliseconds.ts';
import { Event } from '../../sync/event.ts';
import { establishListening } from './listening.ts';

/** Where to listen: `{ port, host }`, `{ path }` for a Unix socket, or `{ fd }`, and all that `server.listen` takes. */
export type Listen = ListenOptions & { readonly fd?: number };

/** @throws {TypeError} if there is something else than options: a server would have no certificate */
export function checkEncryption(options: unknown): void {
  if (options !== undefined && !isObject(options))
    throw expected('the options of `tls.createServer` as `tls`', options);
}

/**
 * What servers have in common: where they listen, how they begin, and how they end.
 *
 * Source: gevent's `BaseServer`.
 */
export abstract class BaseServer {
  readonly #listen: Listen;
  readonly #server: Server;
  readonly #stopped = new Event();
  #isRunning = false;
  #isStarting = false;
  /** How many starts and stops are under way. */
  #changes = 0;
  readonly #settled = new Event();

  /** @throws {TypeError} if it is not told where to listen */
  constructor(server: Server, listen: Listen) {
    if (!isObject(listen)) throw expected('where to listen, as an object with `port` or `path`', listen);
    this.#server = server;
    this.#listen = listen;
  }

  /** Where it listens; null as long as it does not. */
  get address(): AddressInfo | string | null {
    return this.#server.listening ? this.#server.address() : null;
  }

  /** The port that it listens on; null if there is none. */
  get port(): number | null {
    const { address } = this;
    return typeof address === 'object' ? (address?.port ?? null) : null;
  }

  /** How many connections or requests are being handled. */
  abstract get size(): number;

  /**
   * Begins to listen, and blocks until it does. Does nothing if it listens already. If it is being stopped, that comes first.
   *
   * Kill and timeout safety: it does not listen.
   *
   * @throws {SwitchError} outside greenlets, and where unmarked code stands in between; nothing has happened then
   * @throws what goes wrong, with `code` and `syscall`
   */
  start(): void {
    'use greenlet';
    while (this.#changes > 0) this.#settled.wait();
    if (this.#isRunning) return;
    this.#begin();
    this.#isStarting = true;
    try {
      this.#start();
    } finally {
      this.#isStarting = false;
      this.#finish();
    }
  }

  #start(): void {
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
    this.#isRunning = true;
    // Errors that come later concern single connections: that there were too many files open, for example.
    server.on('error', report);
    this.#stopped.clear();
    this.begin();
  }

  #begin(): void {
    this.#changes++;
    this.#settled.clear();
  }

  #finish(): void {
    if (--this.#changes === 0) this.#settled.set();
  }

  /**
   * Serves until somebody stops the server, and blocks meanwhile.
   *
   * Kill and timeout safety: the server is stopped, and its handlers are killed.
   *
   * @throws {SwitchError} if it would have to wait, and the calling code cannot be suspended
   * @throws what prevents it from listening, with `code` and `syscall`
   */
  serveForever(): void {
    'use greenlet';
    this.start();
    try {
      this.#stopped.wait();
    } finally {
      if (!this.#stopped.isSet()) this.stop(0);
    }
  }

  /**
   * Stops: accepts no more connections, waits for the handlers, and kills those that take too long. Blocks until all have ended.
   * Called by one of its own handlers, it returns at once, and the server waits for that handler, too. If it is being stopped already, it
   * stops within whichever time is shorter.
   *
   * Kill and timeout safety: it accepts no more connections, and the handlers are killed at once.
   *
   * @param timeout how long to wait for the handlers, in ms; null for as long as it takes
   * @throws {TypeError} if the timeout is no number; nothing has happened then
   * @throws {SwitchError} if it would have to wait, and the calling code cannot be suspended
   */
  stop(timeout: number | null = 1000): void {
    'use greenlet';
    if (timeout !== null) checkTimeout(timeout);
    const isHandler = this.handles(getCurrent());
    while (this.#isStarting && !isHandler) this.#settled.wait();
    if (!this.#isRunning && this.#changes === 0) return;
    this.#close();
    if (isHandler) spawn(() => this.#end(timeout));
    else this.#end(timeout);
  }

  #close(): void {
    if (!this.#isRunning) return;
    this.#isRunning = false;
    this.#server.close();
    this.#server.off('error', report);
  }

  #end(timeout: number | null): void {
    'use greenlet';
    this.#begin();
    try {
      this.finish(timeout);
    } finally {
      try {
        this.kill();
      } finally {
        this.#stopped.set();
        this.#finish();
      }
    }
  }

  /**
   * For `using`: stops the server at the end of the block.
   *
   * Kill and timeout safety: as `stop`.
   *
   * @throws {SwitchError} as `stop`
   */
  [Symbol.dispose](): void {
    'use greenlet';
    this.stop();
  }

  /** Internal: whether a greenlet is one of its handlers. @internal */
  protected abstract handles(greenlet: unknown): boolean;

  /** Internal: it listens now. @internal */
  protected abstract begin(): void;

  /** Internal: it does not listen any more. Blocks until the handlers have ended, or the time is over. @internal */
  protected abstract finish(timeout: number | null): void;

  /** Internal: kills the handlers that are left, and blocks until they have ended. @internal */
  protected abstract kill(): void;
}

function report(error: unknown): void {
  hub.handleError(error, null);
}
