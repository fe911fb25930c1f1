import { fork } from 'node:child_process';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setImmediate } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { run, wait } from 'greenlets';
import { HttpServer } from 'greenlets/node/http';
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
    async: () =>
      serve(
        createServer((_request, response) => void handleAsync(response)),
        requests,
      ),
    callbacks: () => serve(createServer(handleByCallbacks), requests),
    greenlets: () => serveGreenlets(requests),
    'run() in a handler': () =>
      serve(
        createServer((_request, response) => void run(handle, response)),
        requests,
      ),
  };
  return { row: 'server', name, operations: requests, unit: 'ns', contestants, returnsValue: true, leastRounds: 8 };
}

async function handleAsync(response: ServerResponse): Promise<void> {
  const user = await look('user');
  const page = await look('page');
  end(response, `${user} ${page}`);
}

/** With the headers that `HttpServer` sends. */
function end(response: ServerResponse, text: string): void {
  response.writeHead(200, ['content-type', 'text/plain; charset=utf-8', 'content-length', String(text.length)]);
  response.end(text);
}

function handleByCallbacks(_request: IncomingMessage, response: ServerResponse): void {
  globalThis.setImmediate(
    (user: string) => globalThis.setImmediate((page: string) => end(response, `${user} ${page}`), 'page'),
    'user',
  );
}

function handle(response: ServerResponse): void {
  'use greenlet';
  end(response, answer());
}

function answer(): string {
  'use greenlet';
  const user = lookBlocking('user');
  const page = lookBlocking('page');
  return `${user} ${page}`;
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

async function serve(server: Server, requests: number): Promise<number> {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const used = await measure((server.address() as AddressInfo).port, requests);
  server.close();
  return used;
}

function serveGreenlets(requests: number): Promise<number> {
  return run(() => {
    'use greenlet';
    const server = new HttpServer(answer, { listen: { port: 0, host: '127.0.0.1' } });
    server.start();
    const used = wait(measure(server.port ?? 0, requests));
    server.stop();
    return used;
  });
}

/** The processor time (ns) that it takes to answer so many requests of another process. */
async function measure(port: number, requests: number): Promise<number> {
  const start = processorTime();
  await load(port, requests);
  return (processorTime() - start) * 1e6;
}

/** Lets another process send so many requests. */
export async function load(port: number, requests: number): Promise<void> {
  const client = fork(fileURLToPath(new URL('../load-generator.js', import.meta.url)));
  client.send({ url: `http://127.0.0.1:${port}`, amount: requests, connections: CONNECTIONS });
  const [failed] = (await once(client, 'message')) as [number];
  if (failed > 0) throw new Error(`${failed} requests failed`);
}
