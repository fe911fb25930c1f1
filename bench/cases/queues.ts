import { Effect, Fiber, Queue as EffectQueue } from 'effect';
import { Queue, joinAll, run, spawn } from 'greenlets';
import { AsyncQueue } from '../contestants/async-queue.ts';
import type { Case } from '../types.ts';

const ITEMS = 20_000;

interface Shape {
  pairs: number;
  size?: number;
}

const SHAPES: Record<string, Shape> = {
  'queue, one to one': { pairs: 1 },
  'queue, ten to ten': { pairs: 10 },
  'queue of 1, one to one': { pairs: 1, size: 1 },
  'queue of 100, ten to ten': { pairs: 10, size: 100 },
};

export const names: readonly string[] = Object.keys(SHAPES);

/** What it costs to hand over an item. */
export function prepare(name: string): Case {
  const { pairs, size } = SHAPES[name] ?? { pairs: 1 };
  const contestants = {
    'async queue': () => passAsync(pairs, new AsyncQueue(size)),
    Effect: () => Effect.runPromise(passFibers(pairs, size)),
    greenlets: () => run(passGreenlets, pairs, new Queue<number>(size)),
  };
  return { row: 'library', name, operations: ITEMS, unit: 'ns', contestants };
}

function passGreenlets(pairs: number, queue: Queue<number>): void {
  'use greenlet';
  const greenlets = [];
  for (let k = 0; k < pairs; k++) {
    greenlets.push(spawn(consume, queue, ITEMS / pairs), spawn(produce, queue, ITEMS / pairs));
  }
  joinAll(greenlets);
}

function consume(queue: Queue<number>, count: number): void {
  'use greenlet';
  for (let i = 0; i < count; i++) queue.get();
}

function produce(queue: Queue<number>, count: number): void {
  'use greenlet';
  for (let i = 0; i < count; i++) queue.put(i);
}

function passAsync(pairs: number, queue: AsyncQueue<number>): Promise<unknown> {
  const tasks = Array.from({ length: pairs }, () => {
    return [consumeAsync(queue, ITEMS / pairs), produceAsync(queue, ITEMS / pairs)];
  });
  return Promise.all(tasks.flat());
}

async function consumeAsync(queue: AsyncQueue<number>, count: number): Promise<void> {
  for (let i = 0; i < count; i++) await queue.get();
}

async function produceAsync(queue: AsyncQueue<number>, count: number): Promise<void> {
  for (let i = 0; i < count; i++) await queue.put(i);
}

function passFibers(pairs: number, size: number | undefined): Effect.Effect<void> {
  const count = ITEMS / pairs;
  return Effect.gen(function* () {
    const queue = yield* size === undefined ? EffectQueue.unbounded<number>() : EffectQueue.bounded<number>(size);
    const fibers = [];
    for (let k = 0; k < pairs; k++) {
      fibers.push(yield* Effect.forkChild(repeat(count, () => EffectQueue.take(queue))));
      fibers.push(yield* Effect.forkChild(repeat(count, (i) => EffectQueue.offer(queue, i))));
    }
    for (const fiber of fibers) yield* Fiber.join(fiber);
  });
}

function repeat(count: number, effect: (i: number) => Effect.Effect<unknown>): Effect.Effect<void> {
  return Effect.gen(function* () {
    for (let i = 0; i < count; i++) yield* effect(i);
  });
}
