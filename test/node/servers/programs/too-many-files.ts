'use greenlet';
/**
 * Serves a client when there are enough descriptors, when there are none left to accept a connection, and afterwards;
 * prints what the client got. Takes the kind of server. Takes all descriptors of its process: give it a low limit.
 */
import { closeSync, openSync } from 'node:fs';
import { withTimeout } from 'greenlets';
import { HttpServer } from 'greenlets/node/http';
import { connect, StreamServer, type Socket } from 'greenlets/node/net';

const LISTEN = { port: 0, host: '127.0.0.1' };
const PATIENCE = 5000;

/** What the server answers; null if it closes the connection, and the code of the error if there is one. */
function ask(port: number): unknown {
  const socket = connect({ port, host: '127.0.0.1' });
  try {
    socket.write('GET / HTTP/1.0\r\n\r\n');
    return withTimeout(PATIENCE, () => /answer/.exec(String(socket.read() ?? ''))?.[0] ?? null);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code;
  } finally {
    socket.destroy();
  }
}

/** Calls `fn` while this process can open so many more descriptors only. */
function withDescriptors<T>(left: number, fn: () => T): T {
  const fillers = openAll();
  for (const descriptor of fillers.splice(0, left)) closeSync(descriptor);
  try {
    return fn();
  } finally {
    for (const descriptor of fillers) closeSync(descriptor);
  }
}

/** Opens as many as there can be. */
function openAll(): number[] {
  const opened: number[] = [];
  for (;;) {
    try {
      opened.push(openSync('/dev/null', 'r'));
    } catch {
      return opened;
    }
  }
}

function greet(socket: Socket): void {
  socket.write('answer');
}

const server =
  process.argv[2] === 'http' ? new HttpServer(() => 'answer', { listen: LISTEN }) : new StreamServer(LISTEN, greet);
server.start();
const port = server.port ?? 0;
// The client takes the only descriptor that is left.
console.log(JSON.stringify([ask(port), withDescriptors(1, () => ask(port)), ask(port)]));
server.stop();
