import { Effect } from 'effect';
import { Event, run, sleep, spawn } from 'greenlets';
import type { Case, Contestants } from '../types.ts';

const SWITCHES = 20_000;
const nothing: unknown = null;

const prepared: Record<string, () => Contestants> = {
  'sleep(0), two greenlets': () => roundRobin(2, SWITCHES),
  'sleep(0), 1000 greenlets': () => roundRobin(1000, SWITCHES),
  'sleep(0), 10,000 greenlets': () => roundRobin(10_000, SWITCHES * 2),
  'event, to and fro': () => ({ 'await of a resolver': signalAsync, greenlets: () => run(signal) }),
};

export const names: readonly string[] = Object.keys(prepared);

/** Switches by way of the scheduler. */
export function prepare(name: string): Case {
  const operations = name.includes('10,000') ? SWITCHES * 2 : SWITCHES;
  return { row: 'switch', name, operations, unit: 'ns', contestants: prepared[name]?.() ?? {} };
}

/** So many of them, each of which lets the others run again and again. */
function roundRobin(count: number, switches: number): Contestants {
  const times = switches / count;
  const fiber = Effect.gen(function* () {
    for (let i = 0; i < times; i++) yield* Effect.yieldNow;
  });
  const fibers = Effect.forEach(Array.from({ length: count }), () => fiber, {
    concurrency: 'unbounded',
    discard: true,
  });
  return {
    await: () => Promise.all(Array.from({ length: count }, () => awaits(times))),
    greenlets: () => run(sleepers, count, times),
    Effect: () => Effect.runPromise(fibers),
  };
}

async function awaits(times: number): Promise<void> {
  for (let i = 0; i < times; i++) await nothing;
}

function sleepers(count: number, times: number): void {
  'use greenlet';
  const greenlets: { join(): unknown }[] = [];
  for (let i = 0; i < count; i++) greenlets.push(spawn(sleeper, times));
  for (const greenlet of greenlets) greenlet.join();
}

function sleeper(times: number): void {
  'use greenlet';
  for (let i = 0; i < times; i++) sleep(0);
}

/** Two greenlets wait for each other's event in turns. */
function signal(): void {
  'use greenlet';
  const [ping, pong] = [new Event(), new Event()];
  const other = spawn(bounce, pong, ping);
  ping.set();
  bounce(ping, pong);
  other.join();
}

function bounce(own: Event, other: Event): void {
  'use greenlet';
  for (let i = 0; i < SWITCHES / 2; i++) {
    own.wait();
    own.clear();
    other.set();
  }
}

async function signalAsync(): Promise<void> {
  let give: () => void = () => undefined;
  for (let i = 0; i < SWITCHES; i++) {
    const given = new Promise<void>((resolve) => (give = resolve));
    queueMicrotask(() => give());
    await given;
  }
}
