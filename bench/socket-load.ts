/** Opens connections to a server of this machine, talks over them, and then tells the parent. */
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';

export interface Load {
  port: number;
  connections: number;
  /** How many messages are sent and come back over each connection, one after the other. */
  messages: number;
  /** Of each message, in bytes. */
  size: number;
  /** How many connections are made at the same time. */
  atOnce: number;
}

process.once('message', (message) => void load(message as Load));

/** Leaves the connections open until the parent goes on. */
async function load({ port, connections, messages, size, atOnce }: Load): Promise<void> {
  const sockets: Socket[] = [];
  for (let opened = 0; opened < connections; opened += atOnce)
    sockets.push(...(await Promise.all(Array.from({ length: atOnce }, () => open(port)))));
  const message = Buffer.alloc(size, 'x');
  await Promise.all(sockets.map((socket) => talk(socket, message, messages)));
  process.send?.('done');
  await once(process, 'message');
  process.exit();
}

async function open(port: number): Promise<Socket> {
  const socket = connect({ port, host: '127.0.0.1', noDelay: true });
  await once(socket, 'connect');
  return socket;
}

function talk(socket: Socket, message: Buffer, messages: number): Promise<void> {
  return new Promise((resolve, reject) => {
    let missing = messages * message.length;
    socket.on('error', reject);
    socket.on('data', (chunk: Buffer) => {
      missing -= chunk.length;
      if (missing === 0) resolve();
      else if (missing % message.length === 0) socket.write(message);
    });
    if (missing === 0) resolve();
    else socket.write(message);
  });
}
