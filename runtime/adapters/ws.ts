import type { IncomingMessage } from 'node:http';
import type { WebSocket, WebSocketServer } from 'ws';
import { createGreen, type ToGreen } from '../green/green.ts';
import { isObject } from '../contract/is-object.ts';
import { expected } from '../core/errors/expected.ts';
import { Group } from '../groups/group.ts';
import { assertCallback } from '../waiting/links/linkable.ts';
import { assertCanWait } from '../waiting/waiter/can-wait.ts';
import { Connection } from './ws/connection.ts';

export { Connection, type Message } from './ws/connection.ts';

/**
 * `green` for `ws`. Its classes tell everything by events, so there is little to wait for: `open` and `serve` give a connection to
 * read from.
 *
 * Kill and timeout safety: see `Connection`.
 *
 * @throws {SwitchError} the methods of the view, where they would have to wait and the calling code cannot be suspended
 */
export const green: ToGreen = createGreen({});

/**
 * Blocks until a socket of a client is open: `open(new WebSocket('ws://localhost:8080'))`.
 *
 * Kill and timeout safety: the socket is closed at once.
 *
 * @throws {TypeError} if it is no socket of the package `ws`
 * @throws {Error} if it cannot be opened, or is closed already
 * @throws {SwitchError} if the running code cannot be suspended; nothing has happened then
 */
export function open(socket: WebSocket): Connection {
  'use greenlet';
  assertCanWait('open()');
  const connection = new Connection(socket);
  connection.awaitOpen();
  return connection;
}

/**
 * Serves each connection of a server in a greenlet of its own, and closes it when `handle` returns: with code 1011 if `handle`
 * throws. The error is reported, but for that of a connection that was lost.
 *
 * @returns what stops that: no more connections are served, and the greenlets of those that are served are killed
 * @throws {TypeError} if it is no server of the package `ws`, or `handle` is not a function
 */
export function serve(
  server: WebSocketServer,
  handle: (connection: Connection, request: IncomingMessage) => void,
): () => void {
  if (!isServer(server)) throw expected('a WebSocketServer of the package `ws`', server);
  assertCallback(handle);
  const group = new Group();
  const accept = (socket: WebSocket, request: IncomingMessage): void => {
    // Before it is the turn of the greenlet, messages may come.
    group.spawn(serveOne, new Connection(socket), request, handle);
  };
  server.on('connection', accept);
  return () => {
    server.off('connection', accept);
    group.kill(undefined, { block: false });
  };
}

function serveOne(
  connection: Connection,
  request: IncomingMessage,
  handle: (connection: Connection, request: IncomingMessage) => void,
): void {
  'use greenlet';
  let code = 1011;
  try {
    handle(connection, request);
    code = 1000;
  } catch (error) {
    if (!connection.failedWith(error)) throw error;
  } finally {
    connection.close(code);
  }
}

function isServer(value: unknown): boolean {
  if (!isObject(value)) return false;
  const { on, handleUpgrade } = value as Partial<WebSocketServer>;
  return typeof on === 'function' && typeof handleUpgrade === 'function';
}
