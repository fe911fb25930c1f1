/**
 * A chat room for `nc localhost 4000`: a greenlet for each visitor, which reads line after line.
 *
 *     greenlets run examples/chat-server.ts 4000
 */
'use greenlet';

import { StreamServer, type Socket } from 'greenlets/node/net';

const visitors = new Map<string, Socket>();

function receive(socket: Socket): void {
  const name = askName(socket);
  if (name === null) return;

  announce(`${name} has come in`);
  visitors.set(name, socket);
  try {
    for (let line = socket.readLine(); line !== null; line = socket.readLine()) announce(`${name}: ${line}`);
  } finally {
    visitors.delete(name);
    announce(`${name} has left`);
  }
}

/** Asks until the name is a new one. Returns null if the visitor hangs up. */
function askName(socket: Socket): string | null {
  for (;;) {
    socket.write('What is your name?\n');
    const name = socket.readLine();
    if (name === null || (name !== '' && !visitors.has(name))) return name;
  }
}

/** Nobody waits for visitors who do not keep up. */
function announce(message: string): void {
  for (const socket of visitors.values()) socket.stream.write(`${message}\n`);
}

const server = new StreamServer({ port: Number(process.argv[2] ?? 4000) }, receive);
server.start();
console.log(`listening on port ${server.port}`);
server.serveForever();
