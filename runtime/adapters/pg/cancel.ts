import type { EventEmitter } from 'node:events';
import { ignoreLoss } from './losses.ts';

/** What is used of a `Client` of `pg`, some of which it does not declare. */
export interface Session extends EventEmitter {
  readonly host: string;
  readonly port: number;
  readonly ssl: unknown;
  readonly processID: number | null;
  readonly secretKey: number | null;
  readonly connection: Connection;
  readonly _queryQueue?: unknown[];
  readonly _activeQuery?: unknown;
  /** Of those from a pool. */
  release?: (error?: unknown) => void;
  query(...args: unknown[]): unknown;
}

interface Connection {
  readonly stream: { destroy(): void };
  connect(port: number | string, host?: string): void;
  cancel(processID: number | null, secretKey: number | null): void;
  on(event: 'connect' | 'error' | 'end', listener: () => void): void;
}

/** How long the server may take to confirm, in ms. */
const PATIENCE = 5000;

/** The connections that are not usable yet, since a query on them is being cancelled: until when. */
export const cancelling = new WeakMap<object, Promise<void>>();

/** The query that has just been submitted. */
export function lastQuery({ _queryQueue: queue, _activeQuery: active }: Session): unknown {
  return queue?.at(-1) ?? active;
}

/**
 * Stops a query whose result nobody wants. One that has not been sent is forgotten. One that runs is cancelled by the server, which is
 * asked to on another connection, as the protocol has it.
 */
export function cancelQuery(client: Session, query: unknown, promise: PromiseLike<unknown>): void {
  const { _queryQueue: queue = [], _activeQuery: active } = client;
  const at = query === undefined ? -1 : queue.indexOf(query);
  if (at >= 0) queue.splice(at, 1);
  else if (query === undefined) client.connection.stream.destroy();
  else if (active === query) {
    const ended = endQuery(client, promise).then(() => {
      if (cancelling.get(client) === ended) cancelling.delete(client);
    });
    cancelling.set(client, ended);
    const heedLoss = ignoreLoss(client);
    releaseAfter(client, ended);
    void ended.then(heedLoss);
  }
}

/** The pool must not hand it to others before. */
function releaseAfter(client: Session, ended: Promise<void>): void {
  const { release } = client;
  if (release === undefined) return;
  const later = (error?: unknown): void => void ended.then(() => release(error));
  client.release = later;
  void ended.then(() => {
    if (client.release === later) client.release = release;
  });
}

/** The next query must not be sent before the request has been dealt with: it would be the one that is cancelled. */
async function endQuery(client: Session, promise: PromiseLike<unknown>): Promise<void> {
  const settled = promise.then(nothing, nothing);
  const confirmed = Promise.all([requestCancel(client), settled]);
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<void>((_, reject) => {
    timer = setTimeout(() => reject(new Error('the server does not answer')), PATIENCE);
  });
  try {
    await Promise.race([confirmed, late]);
  } catch {
    client.connection.stream.destroy();
  } finally {
    clearTimeout(timer);
  }
}

/** Fulfilled when the server has closed the connection on which it was asked. */
function requestCancel({ constructor, host, port, ssl, processID, secretKey }: Session): Promise<void> {
  return new Promise((resolve, reject) => {
    const Client = constructor as new (config: object) => Session;
    const { connection } = new Client({ host, port, ssl });
    connection.on('connect', () => connection.cancel(processID, secretKey));
    connection.on('error', () => reject(new Error('the request could not be sent')));
    connection.on('end', resolve);
    if (host.startsWith('/')) connection.connect(`${host}/.s.PGSQL.${String(port)}`);
    else connection.connect(port, host);
  });
}

function nothing(): void {
  // However it ends.
}
