/**
 * Sends back what it gets, line by line. Try `nc localhost 4000`.
 *
 *     greenlets run examples/echo-server.ts 4000
 */
'use greenlet';

import { StreamServer, type Socket } from 'greenlets/node/net';

/** Each connection has a greenlet of its own. */
function echo(socket: Socket): void {
  socket.write('Say something, or "quit".\n');
  for (let line = socket.readLine(); line !== null && line !== 'quit'; line = socket.readLine())
    socket.write(`${line}\n`);
}

const server = new StreamServer({ port: Number(process.argv[2] ?? 4000) }, echo);
server.start();
console.log(`listening on port ${server.port}`);
server.serveForever();
