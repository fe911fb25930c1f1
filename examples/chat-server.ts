/**
 * A chat room for `nc localhost 4000`: a greenlet for each visitor, which reads line after line.
 *
 *     greenlets run examples/chat-server.ts 4000
 */
import { createServer, type AddressInfo, type Socket } from 'node:net';
import { createInterface } from 'node:readline';
import { Queue, spawn } from 'greenlets';

const visitors = new Map<string, Socket>();

const server = createServer((socket) => void spawn(receive, socket));
server.listen(Number(process.argv[2] ?? 4000), () => {
  console.log(`listening on port ${(server.address() as AddressInfo).port}`);
});

function receive(socket: Socket): void {
  'use greenlet';
  const lines = readLines(socket);
  const name = askName(socket, lines);
  if (name === null) return;

  announce(`${name} has come in`);
  visitors.set(name, socket);
  try {
    for (let line = lines.get(); line !== null; line = lines.get()) announce(`${name}: ${line}`);
  } finally {
    visitors.delete(name);
    announce(`${name} has left`);
  }
}

/** Asks until the name is a new one. Returns null if the visitor hangs up. */
function askName(socket: Socket, lines: Queue<string | null>): string | null {
  'use greenlet';
  for (;;) {
    socket.write('What is your name?\n');
    const name = lines.get();
    if (name === null || (name !== '' && !visitors.has(name))) return name;
  }
}

/** Turns the events of a socket into a queue to read from; null is the end. */
function readLines(socket: Socket): Queue<string | null> {
  const lines = new Queue<string | null>();
  socket.on('error', () => socket.destroy());
  createInterface(socket)
    .on('line', (line) => lines.put(line))
    .on('close', () => lines.put(null));
  return lines;
}

function announce(message: string): void {
  for (const socket of visitors.values()) socket.write(`${message}\n`);
}
