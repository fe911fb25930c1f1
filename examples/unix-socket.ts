'use greenlet';

/*
 * A server and a client on a Unix socket: `npx greenlets run examples/unix-socket.ts`. The server counts the words of the lines that come.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connect, StreamServer, type Socket } from 'greenlets/node/net';

function countWords(socket: Socket): void {
  for (let line = socket.readLine(); line !== null; line = socket.readLine())
    socket.write(`${line.trim().split(/\s+/).length}\n`);
}

const folder = mkdtempSync(join(tmpdir(), 'words-'));
const path = join(folder, 'words.sock');
const server = new StreamServer({ path }, countWords);
server.start();

const socket = connect({ path, timeout: 5000 });
for (const line of ['one', 'one two', 'one two three']) {
  socket.write(`${line}\n`);
  console.log(`${line}: ${socket.readLine()}`);
}
socket.close();
server.stop();
rmSync(folder, { recursive: true });
