import { fork } from 'node:child_process';
import { once } from 'node:events';
import { createServer, type AddressInfo, type Server, type Socket as NodeSocket } from 'node:net';
import { setImmediate } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { run } from 'greenlets';
import { StreamServer, type Socket } from 'greenlets/node/net';
import { processorTime } from '../clock.ts';
import type { Load } from '../socket-load.ts';
import type { Case, Contestants } from '../types.ts';

const MESSAGES = 1000;
const CONNECTIONS = 20;
const SIZE = 100;
const IDLE = 10_000;
const AT_ONCE = 100;

/** A server that is ready, and how to stop it. */
interface Served {
  port: number;
  stop: () => unknown;
}

const SERVERS: Record<string, () => Promise<Served>> = {
  async: () => serve(createServer((socket) => void echoAsync(socket))),
  callbacks: () => serve(createServer(echoByCallbacks)),
  greenlets: () => run(serveGreenlets),
};

const IDLE_NAME = '10,000 idle connections';
const ECHO_NAME = 'echo server';

export const names: readonly string[] = [ECHO_NAME, IDLE_NAME];

/** Processor time of a server for each message that it sends back, and the memory of a connection over which nothing comes. */
export function prepare(name: string, quick: boolean): Case {
  return name === ECHO_NAME ? prepareEcho(quick) : prepareIdle(quick);
}

function prepareEcho(quick: boolean): Case {
  const messages = quick ? 10 : MESSAGES;
  const load = { connections: CONNECTIONS, messages, size: SIZE, atOnce: CONNECTIONS };
  const contestants = eachServer(async (served) => {
    const start = processorTime();
    await under(served, load, () => undefined);
    return (processorTime() - start) * 1e6;
  });
  const operations = CONNECTIONS * messages;
  const name = ECHO_NAME;
  return { row: 'sockets', name, operations, unit: 'ns', contestants, returnsValue: true, leastRounds: 8 };
}

function prepareIdle(quick: boolean): Case {
  const connections = quick ? AT_ONCE : IDLE;
  const load = { connections, messages: 1, size: SIZE, atOnce: AT_ONCE };
  const contestants = eachServer(async (served) => {
    // What is made once, and not for each connection.
    await under(served, { ...load, connections: AT_ONCE }, () => undefined);
    await turnLoop();
    const before = memory();
    let used = 0;
    await under(served, load, () => void (used = memory() - before));
    return used;
  });
  const name = IDLE_NAME;
  return { row: 'sockets', name, operations: connections, unit: 'bytes', contestants, returnsValue: true, once: true };
}

function eachServer(measure: (served: Served) => Promise<number>): Contestants {
  const entries = Object.entries(SERVERS).map(([name, start]) => {
    const contestant = async (): Promise<number> => {
      const served = await start();
      const value = await measure(served);
      await served.stop();
      await turnLoop();
      return value;
    };
    return [name, contestant] as const;
  });
  return Object.fromEntries(entries);
}

/** Lets another process send so many messages in all, over connections that take turns. */
export async function loadEcho(port: number, messages: number): Promise<void> {
  const load = { connections: CONNECTIONS, messages: messages / CONNECTIONS, size: SIZE, atOnce: CONNECTIONS };
  await under({ port }, load, () => undefined);
}

/** Lets another process talk to a server, and calls `whileOpen` when all has been said. */
async function under({ port }: Pick<Served, 'port'>, load: Omit<Load, 'port'>, whileOpen: () => void): Promise<void> {
  const client = fork(fileURLToPath(new URL('../socket-load.js', import.meta.url)));
  client.send({ port, ...load });
  await once(client, 'message');
  whileOpen();
  client.send('go on');
  await once(client, 'exit');
}

async function serve(server: Server): Promise<Served> {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const stop = async (): Promise<void> => {
    server.close();
    await once(server, 'close');
  };
  return { port: (server.address() as AddressInfo).port, stop };
}

function echoByCallbacks(socket: NodeSocket): void {
  socket.on('data', (chunk) => {
    if (!socket.write(chunk)) socket.pause();
  });
  socket.on('drain', () => socket.resume());
  socket.on('error', () => socket.destroy());
}

async function echoAsync(socket: NodeSocket): Promise<void> {
  try {
    for await (const chunk of socket) {
      if (!socket.write(chunk as Buffer)) await once(socket, 'drain');
    }
  } catch {
    socket.destroy();
  }
}

function serveGreenlets(): Served {
  'use greenlet';
  const server = new StreamServer({ port: 0, host: '127.0.0.1' }, echo);
  server.start();
  return { port: server.port ?? 0, stop: () => run(() => stop(server)) };
}

function stop(server: StreamServer): void {
  'use greenlet';
  server.stop();
}

function echo(socket: Socket): void {
  'use greenlet';
  for (const chunk of socket) socket.write(chunk);
}

/** What has been closed is gone a few turns later. */
async function turnLoop(): Promise<void> {
  for (let turn = 0; turn < 10; turn++) await setImmediate();
}

/** Bytes that are still in use after a collection, in the engine's heap and outside. */
function memory(): number {
  setFlagsFromString('--expose-gc');
  (runInNewContext('gc') as () => void)();
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}
