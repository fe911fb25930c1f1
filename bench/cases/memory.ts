import { Effect, Fiber, Latch } from 'effect';
import { Event, joinAll, run, sleep, spawn } from 'greenlets';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import type { Case, Contestants } from '../types.ts';

const SIZES: Record<string, number> = { 'parked, 100,000': 100_000, 'parked, 1,000,000': 1_000_000 };
const DEPTHS = { '': 1, ', 10 deep': 10 };

export const names: readonly string[] = Object.keys(SIZES).flatMap((size) =>
  Object.keys(DEPTHS).map((depth) => size + depth),
);

/** The memory of one that waits. The engine's heap is all there is to it: a greenlet has no stack of its own. */
export function prepare(name: string, quick: boolean): Case {
  const size = quick ? 10_000 : (SIZES[name.replace(', 10 deep', '')] ?? 0);
  const depth = name.endsWith('deep') ? 10 : 1;
  const contestants: Contestants = {
    async: () => parkAsync(size, depth),
    greenlets: () => run(parkGreenlets, size, depth),
    ...(depth === 1 && { Effect: () => Effect.runPromise(parkFibers(size)) }),
  };
  return { row: 'memory', name, operations: size, unit: 'bytes', contestants, returnsValue: true, once: true };
}

function parkGreenlets(count: number, depth: number): number {
  'use greenlet';
  const event = new Event();
  const before = heapUsed();
  const greenlets = [];
  for (let i = 0; i < count; i++) greenlets.push(spawn(descend, depth, event));
  sleep(0);
  const used = heapUsed() - before;
  event.set();
  joinAll(greenlets);
  return used;
}

function descend(depth: number, event: Event): number {
  'use greenlet';
  if (depth > 1) return descend(depth - 1, event) + 1;
  event.wait();
  return 1;
}

async function parkAsync(count: number, depth: number): Promise<number> {
  let release: () => void = () => undefined;
  const gate = new Promise<void>((resolve) => (release = resolve));
  const before = heapUsed();
  const parked = Array.from({ length: count }, () => descendAsync(depth, gate));
  const used = heapUsed() - before;
  release();
  await Promise.all(parked);
  return used;
}

async function descendAsync(depth: number, gate: Promise<void>): Promise<number> {
  if (depth > 1) return (await descendAsync(depth - 1, gate)) + 1;
  await gate;
  return 1;
}

function parkFibers(count: number): Effect.Effect<number> {
  return Effect.gen(function* () {
    const latch = yield* Latch.make();
    const before = heapUsed();
    const fibers = [];
    for (let i = 0; i < count; i++) fibers.push(yield* Effect.forkChild(latch.await));
    yield* Effect.yieldNow;
    const used = heapUsed() - before;
    yield* latch.open;
    for (const fiber of fibers) yield* Fiber.join(fiber);
    return used;
  });
}

/** Bytes that are still in use after a collection. */
function heapUsed(): number {
  setFlagsFromString('--expose-gc');
  (runInNewContext('gc') as () => void)();
  return process.memoryUsage().heapUsed;
}
