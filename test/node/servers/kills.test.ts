import { fetch } from 'greenlets/web/fetch';
import { Greenlet, GreenletExit, Pool, run, sleep, spawn, wait } from 'greenlets';
import { hub } from '../../../runtime/hub/index.ts';
import { told } from '../../../runtime/hub/told.ts';
import { HttpServer, type HttpRequest } from '../../../runtime/node/http/index.ts';
import { connect, StreamServer, type Socket } from '../../../runtime/node/net/index.ts';
import { countDescriptors } from '../support/descriptors.ts';

const ROUNDS = 10;
const CLIENTS = 8;
const STEPS = 25;
const LISTEN = { port: 0, host: '127.0.0.1' };

/** Numbers that look random, but are the same in each run. */
class Dice {
  #state: number;

  constructor(seed: number) {
    this.#state = seed;
  }

  /** From 0 to `below` - 1. */
  roll(below: number): number {
    this.#state = (Math.imul(this.#state, 1_103_515_245) + 12_345) >>> 0;
    return (this.#state >>> 8) % below;
  }
}

/** Lets the event loop turn. */
function turn(times: number): void {
  'use greenlet';
  for (let i = 0; i < times; i++) wait(new Promise(setImmediate));
}

/** Waits in all the ways that handlers do. */
function handle(request: HttpRequest): unknown {
  'use greenlet';
  const text = request.text();
  sleep(0);
  if (request.path === '/chunks') return chunks();
  if (request.path === '/large') return 'x'.repeat(1_000_000);
  wait(new Promise(setImmediate));
  return text;
}

function* chunks(): Generator<string> {
  'use greenlet';
  for (let i = 0; i < 20; i++) {
    sleep(0);
    yield 'x'.repeat(50_000);
  }
}

function echo(socket: Socket): void {
  'use greenlet';
  for (const chunk of socket) {
    sleep(0);
    socket.write(chunk);
  }
}

const PATHS = ['/', '/chunks', '/large'];

/** Asks a few times, and gives up in the middle now and then. */
function client(port: number, dice: Dice): void {
  'use greenlet';
  if (dice.roll(3) === 0) return void fetch(`http://127.0.0.1:${String(port)}${PATHS[dice.roll(3)] ?? ''}`).text();
  const socket = connect({ port, host: '127.0.0.1' });
  try {
    const length = dice.roll(2) === 0 ? 4 : 100_000;
    socket.write(`POST ${PATHS[dice.roll(3)] ?? ''} HTTP/1.1\r\nHost: a\r\nContent-Length: ${String(length)}\r\n\r\n`);
    socket.write('x'.repeat(dice.roll(2) === 0 ? length : 3));
    for (let i = dice.roll(5); i > 0; i--) socket.read();
  } finally {
    if (dice.roll(2) === 0) socket.destroy();
    else socket.close();
  }
}

/** Of a server that has no pool. */
function servesRequest(greenlet: object): greenlet is Greenlet {
  return greenlet instanceof Greenlet && greenlet.name.startsWith('serve-');
}

type Create = (pool: Pool) => HttpServer | StreamServer;

/** Serves clients, and kills whomever the dice say. */
function round(create: Create, dice: Dice): void {
  'use greenlet';
  const pool = new Pool(1 + dice.roll(CLIENTS));
  const server = create(pool);
  server.start();
  const clients: Greenlet[] = [];
  for (let i = 0; i < CLIENTS; i++) {
    const greenlet = spawn(client, server.port ?? 0, dice);
    // What becomes of it does not matter here.
    greenlet.linkException(() => {});
    clients.push(greenlet);
  }
  for (let i = 0; i < STEPS; i++) {
    turn(dice.roll(3));
    const handlers = [...pool, ...[...hub.live].filter(servesRequest)];
    const handler = handlers[dice.roll(CLIENTS)];
    if (dice.roll(3) === 0) handler?.kill(GreenletExit, { block: dice.roll(2) === 0 });
    if (dice.roll(4) === 0) clients[dice.roll(CLIENTS)]?.kill(GreenletExit, { block: dice.roll(2) === 0 });
  }
  server.stop(dice.roll(2));
  for (const greenlet of clients) greenlet.kill();
}

/** Waits until as few are left as there were before, or a while. */
function settle(descriptors: number): void {
  'use greenlet';
  for (let i = 0; i < 200 && countDescriptors() > descriptors; i++) turn(1);
}

describe.each<[string, Create]>([
  ['A server', (pool) => new StreamServer(LISTEN, echo, { pool })],
  ['An HTTP server', (pool) => new HttpServer(handle, { listen: LISTEN, pool, onError: () => 'failed' })],
  ['An HTTP server without a pool', () => new HttpServer(handle, { listen: LISTEN, onError: () => 'failed' })],
])('%s whose handlers and clients are killed at any moment', (_name, create) => {
  it('leaves no connection, descriptor, listener and greenlet behind', async () => {
    const report = jest.spyOn(console, 'error').mockImplementation(() => {});
    const left = await run(() => {
      'use greenlet';
      const dice = new Dice(7);
      round(create, dice);
      settle(0);
      const before = [
        countDescriptors(),
        [...hub.live].length,
        process.listenerCount('exit'),
        Number(told.ended === null),
      ];
      for (let i = 0; i < ROUNDS; i++) round(create, dice);
      settle(before[0] ?? 0);
      const after = [
        countDescriptors(),
        [...hub.live].length,
        process.listenerCount('exit'),
        Number(told.ended === null),
      ];
      return [before, after];
    });
    report.mockRestore();
    expect(left[1]).toEqual(left[0]);
  });
});
