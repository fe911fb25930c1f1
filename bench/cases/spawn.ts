import { Effect, Fiber } from 'effect';
import { joinAll, run, sleep, spawn } from 'greenlets';
import { setImmediate } from 'node:timers/promises';
import type { Case, Contestants } from '../types.ts';

const MANY = 100_000;
const FEW = 10_000;

const prepared: Record<string, Contestants> = {
  'create, run, die': {
    async: () => oneByOneAsync(),
    greenlets: () => run(oneByOne),
    Effect: () => Effect.runPromise(fiberByFiber),
  },
  'spawn and join 100,000': {
    async: () => allAsync(nextMicrotask),
    greenlets: () => run(spawnAndJoin),
    Effect: () => Effect.runPromise(allFibers),
    'async, event loop': () => allAsync(setImmediate),
  },
};

export const names: readonly string[] = Object.keys(prepared);

/** What it costs to have many of them; with each waiting once in the second case. */
export function prepare(name: string): Case {
  const operations = name === 'create, run, die' ? FEW : MANY;
  return { row: 'spawn', name, operations, unit: 'ns', contestants: prepared[name] ?? {} };
}

function oneByOne(): number {
  'use greenlet';
  let sum = 0;
  for (let i = 0; i < FEW; i++) sum += spawn(give).get();
  return sum;
}

function give(): number {
  'use greenlet';
  return 1;
}

async function oneByOneAsync(): Promise<number> {
  let sum = 0;
  for (let i = 0; i < FEW; i++) sum += await giveAsync();
  return sum;
}

async function giveAsync(): Promise<number> {
  return Promise.resolve(1);
}

const fiberByFiber = Effect.gen(function* () {
  for (let i = 0; i < FEW; i++) yield* Fiber.join(yield* Effect.forkChild(Effect.succeed(1)));
});

function spawnAndJoin(): void {
  'use greenlet';
  const greenlets = [];
  for (let i = 0; i < MANY; i++) greenlets.push(spawn(() => sleep(0)));
  joinAll(greenlets);
}

/** As cheap as waiting can be, with a microtask each; and, for comparison, with the event loop's next turn. */
function allAsync(wait: () => Promise<unknown> | null): Promise<unknown> {
  return Promise.all(Array.from({ length: MANY }, () => waitOnce(wait)));
}

async function waitOnce(wait: () => Promise<unknown> | null): Promise<void> {
  await wait();
}

function nextMicrotask(): null {
  return null;
}

const allFibers = Effect.forEach(Array.from({ length: MANY }), () => Effect.yieldNow, {
  concurrency: 'unbounded',
  discard: true,
});
