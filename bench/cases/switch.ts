import { Queue, run, sleep, spawn } from 'greenlets';
import { Greenlet } from 'greenlets/core';
import { Effect } from 'effect';
import type { Case } from '../types.ts';

const SWITCHES = 20_000;
const nothing: unknown = null;

const prepared: Record<string, () => Record<string, () => unknown>> = {
  'two raw greenlets, depth 1': () => ({
    await: () => awaits(0),
    greenlets: () => pingPong(0),
    generators: () => yields(1),
  }),
  'two raw greenlets, depth 10': () => ({
    await: () => awaits(9),
    greenlets: () => pingPong(9),
    generators: () => yields(10),
  }),
  'two raw greenlets, depth 100': () => ({
    await: () => awaits(99),
    greenlets: () => pingPong(99),
    generators: () => yields(100),
  }),
  'sleep(0), two greenlets': () => ({
    await: () => Promise.all([awaits(0, SWITCHES / 2), awaits(0, SWITCHES / 2)]),
    greenlets: () => run(sleepers, 2),
    Effect: () => Effect.runPromise(Effect.all([yieldNow, yieldNow], { concurrency: 2 })),
  }),
  'sleep(0), 1000 greenlets': () => ({
    await: () => Promise.all(Array.from({ length: 1000 }, () => awaits(0, SWITCHES / 1000))),
    greenlets: () => run(sleepers, 1000),
  }),
  'queue, one to one': () => ({ 'await a resolver': () => handOff(), greenlets: () => run(produceAndConsume) }),
};

export const names: readonly string[] = Object.keys(prepared);

/** What it costs to let somebody else run. */
export function prepare(name: string): Case {
  return { row: 'switch', name, operations: SWITCHES, unit: 'ns', contestants: prepared[name]?.() ?? {} };
}

function pingPong(depth: number): unknown {
  'use greenlet';
  const pong: Greenlet = new Greenlet(() => descend(depth, pong));
  return pong.switch();
}

/** Switches to and fro at the bottom of a stack. */
function descend(depth: number, self: Greenlet): unknown {
  'use greenlet';
  if (depth > 0) {
    const below = descend(depth - 1, self);
    return below;
  }
  const other: Greenlet = new Greenlet(() => {
    for (let i = 0; i < SWITCHES / 2; i++) self.switch();
  });
  for (let i = 0; i < SWITCHES / 2; i++) other.switch();
  return other;
}

async function awaits(depth: number, count = SWITCHES): Promise<void> {
  if (depth > 0) return await awaits(depth - 1, count);
  for (let i = 0; i < count; i++) await nothing;
}

function yields(depth: number): void {
  const generator = nested(depth);
  while (generator.next().done !== true);
}

function* nested(depth: number): Generator<undefined, void> {
  if (depth > 1) return yield* nested(depth - 1);
  for (let i = 0; i < SWITCHES; i++) yield;
}

function sleepers(count: number): void {
  'use greenlet';
  const greenlets: { join(): unknown }[] = [];
  for (let i = 0; i < count; i++) greenlets.push(spawn(sleeper, SWITCHES / count));
  for (const greenlet of greenlets) greenlet.join();
}

function sleeper(times: number): void {
  'use greenlet';
  for (let i = 0; i < times; i++) sleep(0);
}

const yieldNow: Effect.Effect<void> = Effect.gen(function* () {
  for (let i = 0; i < SWITCHES / 2; i++) yield* Effect.yieldNow;
});

function produceAndConsume(): void {
  'use greenlet';
  const queue = new Queue<number>(1);
  const consumer = spawn(() => {
    for (let i = 0; i < SWITCHES / 2; i++) queue.get();
  });
  for (let i = 0; i < SWITCHES / 2; i++) queue.put(i);
  consumer.join();
}

async function handOff(): Promise<void> {
  let give: (value: number) => void = () => undefined;
  for (let i = 0; i < SWITCHES / 2; i++) {
    const given = new Promise<number>((resolve) => (give = resolve));
    queueMicrotask(() => give(i));
    await given;
  }
}
