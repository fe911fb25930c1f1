import { fork } from 'node:child_process';
import { once } from 'node:events';
import { run } from 'greenlets';
import { createServer, type RequestListener, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setImmediate } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { processorTime } from '../clock.ts';
import type { Case } from '../types.ts';

const REQUESTS = 10_000;
const CONNECTIONS = 20;

export const names: readonly string[] = ['HTTP server'];

/**
 * Processor time of a server per request over connections that are kept, with a handler that waits twice. So many rounds that
 * the first two only warm up.
 */
export function prepare(name: string, quick: boolean): Case {
  const requests = quick ? 1000 : REQUESTS;
  const contestants = {
    async: () => serve((_request, response) => void handleAsync(response), requests),
    greenlets: () => serve((_request, response) => void run(handle, response), requests),
  };
  return { row: 'server', name, operations: requests, unit: 'ns', contestants, returnsValue: true, leastRounds: 8 };
}

async function handleAsync(response: ServerResponse): Promise<void> {
  const user = await look('user');
  const page = await look('page');
  response.end(`${user} ${page}`);
}

function handle(response: ServerResponse): void {
  'use greenlet';
  const user = lookBlocking('user');
  const page = lookBlocking('page');
  response.end(`${user} ${page}`);
}

/** Comes with the next turn of the event loop, as from a database next door. */
function look(what: string): Promise<string> {
  return setImmediate(what);
}

/** The same in blocking style: in marked code, `setImmediate` is the cooperative one. */
function lookBlocking(what: string): string {
  'use greenlet';
  return setImmediate(what) as unknown as string;
}

async function serve(handler: RequestListener, requests: number): Promise<number> {
  const server = createServer(handler).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const client = fork(fileURLToPath(new URL('../load-generator.js', import.meta.url)));
  const start = processorTime();
  client.send({ url: `http://127.0.0.1:${port}`, amount: requests, connections: CONNECTIONS });
  const [failed] = (await once(client, 'message')) as [number];
  const used = processorTime() - start;
  server.close();
  if (failed > 0) throw new Error(`${failed} requests failed`);
  return used * 1e6;
}
