import http, { type Server, type ServerOptions } from 'node:http';
import https from 'node:https';
import type { Socket } from 'node:net';
import type { TlsOptions } from 'node:tls';
import { expected } from '../../core/errors/expected.ts';
import { checkOptions } from '../../core/errors/options.ts';
import { checkTimeout } from '../../hub/time/milliseconds.ts';
import { checkEncryption, type Listen } from '../servers/base-server.ts';
import type { HandlersOptions } from '../servers/handlers.ts';
import type { HandlerOfErrors } from './exchange.ts';
import type { HttpRequest } from './request.ts';

/** What Node's server decides by itself. */
const OF_NODE = ['maxHeaderSize', 'headersTimeout', 'requestTimeout', 'keepAliveTimeout'] as const;
const OWN = ['listen', 'pool', 'maxConnections', 'tls', 'timeout', 'maxBodySize', 'onError', 'upgrade'] as const;

/** 1 MB. */
const MAX_BODY_SIZE = 1_048_576;
/** How often Node looks for requests that take too long, in ms, unless it is told otherwise. */
const CHECKING_INTERVAL = 30_000;
/** How many times it looks within the time that a request may take. */
const CHECKS = 4;

/** Options of `HttpServer`, beside those of the server of Node. */
export interface HttpServerOptions extends HandlersOptions, Pick<ServerOptions, (typeof OF_NODE)[number]> {
  /** Where to listen: `{ port, host }`, `{ path }` or `{ fd }`, and all that `server.listen` takes; any free port by default. */
  readonly listen?: Listen;
  /** Encrypts connections: the options of `tls.createServer`. */
  readonly tls?: TlsOptions;
  /** How long the handling of a request may take, in ms, `onError` included; null, the default, for as long as it takes. */
  readonly timeout?: number | null;
  /** How long the body of a request may be, in bytes; 1 MB by default, null for any length. */
  readonly maxBodySize?: number | null;
  /** Answers requests whose handlers have failed. It is given the error and the request, and may block. */
  readonly onError?: HandlerOfErrors;
  /**
   * Takes over the connection of a request that asks for another protocol, such as that of WebSockets. It is called in a greenlet with
   * the request, the connection, and what has already come over it. It is handled like a request until it has written something.
   */
  readonly upgrade?: UpgradeHandler;
}

/** Takes over a connection: see `upgrade`. */
export type UpgradeHandler = (request: HttpRequest, socket: Socket, head: Buffer) => unknown;

/** Those of the options that are not Node's, with what they are by default. */
export interface Settings {
  readonly listen: Listen;
  readonly timeout: number | null;
  readonly maxBodySize: number | null;
  readonly onError: HandlerOfErrors | null;
  readonly upgrade: UpgradeHandler | null;
}

/** @throws {TypeError} if an option has the wrong type, or does not exist */
export function settingsOf(options: HttpServerOptions): Settings {
  checkOptions(options, [...OWN, ...OF_NODE]);
  const { listen = { port: 0 }, timeout = null, maxBodySize = MAX_BODY_SIZE, onError = null, upgrade = null } = options;
  checkEncryption(options.tls);
  if (timeout !== null) checkTimeout(timeout);
  if (maxBodySize !== null && !(typeof maxBodySize === 'number' && maxBodySize >= 0))
    throw expected('a number of bytes, or null', maxBodySize);
  for (const handler of [onError, upgrade])
    if (handler !== null && typeof handler !== 'function') throw expected('a function', handler);
  return { listen, timeout, maxBodySize, onError, upgrade };
}

/** @throws what Node says of its own options */
export function createServer(options: HttpServerOptions): Server {
  const own: ServerOptions = { connectionsCheckingInterval: intervalOf(options) };
  for (const name of OF_NODE) if (options[name] !== undefined) own[name] = options[name];
  return options.tls === undefined ? http.createServer(own) : https.createServer({ ...options.tls, ...own });
}

/** Whoever sets a short time does not want to wait half a minute for it. */
function intervalOf({ headersTimeout, requestTimeout }: HttpServerOptions): number {
  const times = [headersTimeout, requestTimeout].filter((time) => time !== undefined && time > 0) as number[];
  return Math.min(CHECKING_INTERVAL, ...times.map((time) => Math.ceil(time / CHECKS)));
}
