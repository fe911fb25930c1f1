import { Effect, Fiber, Latch, Semaphore as Permits } from 'effect';
import fastq from 'fastq';
import { Event, Pool, Semaphore, joinAll, run, sleep, spawn } from 'greenlets';
import { setTimeout } from 'node:timers/promises';
import pLimit from 'p-limit';
import pMap from 'p-map';
import PQueue from 'p-queue';
import type { Case, Contestants } from '../types.ts';

const COUNT = 10_000;
const MANY = 100_000;
const nothing: unknown = null;

const prepared: Record<string, Contestants> = {
  'map of 100,000, 100 at once': {
    'p-map': () =>
      pMap(
        Array.from({ length: MANY }, (_, i) => i),
        work,
        { concurrency: 100 },
      ),
    'p-limit': () => throughLimit(100, MANY),
    'p-queue': () => throughQueue(100),
    fastq: () => throughFastq(100),
    Effect: () => Effect.runPromise(mapInFibers),
    greenlets: () => run(mapInPool),
  },
  'semaphore of 10': {
    'p-limit': () => throughLimit(10, COUNT),
    Effect: () => Effect.runPromise(throughPermits),
    greenlets: () => run(throughSemaphore),
  },
  'event, 10,000 waiters': {
    promise: () => broadcastPromise(),
    Effect: () => Effect.runPromise(broadcastLatch),
    greenlets: () => run(broadcast),
  },
  '10,000 timers': {
    promises: () => Promise.all(Array.from({ length: COUNT }, () => setTimeout(1))),
    Effect: () => Effect.runPromise(sleepInFibers),
    greenlets: () => run(sleepTogether),
  },
};

export const names: readonly string[] = Object.keys(prepared);

/** The library's classes against the packages that people use for the same with promises. */
export function prepare(name: string): Case {
  const contestants = prepared[name] ?? {};
  if (!name.startsWith('map')) return { row: 'library', name, operations: COUNT, unit: 'ns', contestants };
  return { row: 'library', name, operations: MANY, unit: 'ns', contestants };
}

async function work(i: number): Promise<number> {
  await nothing;
  return i;
}

function throughLimit(atOnce: number, count: number): Promise<unknown> {
  const limit = pLimit(atOnce);
  return Promise.all(Array.from({ length: count }, (_, i) => limit(work, i)));
}

function throughQueue(concurrency: number): Promise<unknown> {
  const queue = new PQueue({ concurrency });
  return Promise.all(Array.from({ length: MANY }, (_, i) => queue.add(() => work(i))));
}

function throughFastq(concurrency: number): Promise<unknown> {
  const queue = fastq.promise(work, concurrency);
  return Promise.all(Array.from({ length: MANY }, (_, i) => queue.push(i)));
}

const mapInFibers = Effect.forEach(Array.from({ length: MANY }), () => Effect.yieldNow, { concurrency: 100 });

function mapInPool(): number {
  'use greenlet';
  const results = new Pool(100).map(
    (i: number) => {
      sleep(0);
      return i;
    },
    Array.from({ length: MANY }, (_, i) => i),
  );
  return results.length;
}

const throughPermits = Effect.gen(function* () {
  const semaphore = yield* Permits.make(10);
  yield* Effect.forEach(Array.from({ length: COUNT }), () => semaphore.withPermits(1)(Effect.yieldNow), {
    concurrency: 'unbounded',
    discard: true,
  });
});

function throughSemaphore(): void {
  'use greenlet';
  const semaphore = new Semaphore(10);
  const greenlets = [];
  for (let i = 0; i < COUNT; i++) {
    greenlets.push(
      spawn(() => {
        semaphore.acquire();
        sleep(0);
        semaphore.release();
      }),
    );
  }
  joinAll(greenlets);
}

function broadcast(): void {
  'use greenlet';
  const event = new Event();
  const greenlets = [];
  for (let i = 0; i < COUNT; i++) {
    greenlets.push(
      spawn(() => {
        event.wait();
      }),
    );
  }
  sleep(0);
  event.set();
  joinAll(greenlets);
}

async function broadcastPromise(): Promise<void> {
  let release: () => void = () => undefined;
  const gate = new Promise<void>((resolve) => (release = resolve));
  const waiting = Array.from({ length: COUNT }, async () => {
    await gate;
  });
  release();
  await Promise.all(waiting);
}

const broadcastLatch = Effect.gen(function* () {
  const latch = yield* Latch.make();
  const fibers = [];
  for (let i = 0; i < COUNT; i++) fibers.push(yield* Effect.forkChild(latch.await));
  yield* Effect.yieldNow;
  yield* latch.open;
  for (const fiber of fibers) yield* Fiber.join(fiber);
});

function sleepTogether(): void {
  'use greenlet';
  const greenlets = [];
  for (let i = 0; i < COUNT; i++) greenlets.push(spawn(() => sleep(1)));
  joinAll(greenlets);
}

const sleepInFibers = Effect.forEach(Array.from({ length: COUNT }), () => Effect.sleep(1), {
  concurrency: 'unbounded',
  discard: true,
});
