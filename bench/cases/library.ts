import { Event, Pool, Queue, Semaphore, run, sleep, spawn } from 'greenlets';
import fastq from 'fastq';
import pLimit from 'p-limit';
import type { Case } from '../types.ts';

const COUNT = 10_000;
const nothing: unknown = null;

const prepared: Record<string, Record<string, () => unknown>> = {
  'map, at most 100 at once': {
    'p-limit': () => throughLimit(100),
    fastq: () => {
      const queue = fastq.promise(work, 100);
      return Promise.all(Array.from({ length: COUNT }, (_, i) => queue.push(i)));
    },
    greenlets: () => run(mapInPool),
  },
  'unbounded queue, ten to ten': { fastq: () => throughFastq(), greenlets: () => run(tenToTen) },
  'semaphore of 10': {
    'p-limit': () => throughLimit(10),
    greenlets: () => run(throughSemaphore),
  },
  'event, 10,000 waiters': { promise: () => broadcastPromise(), greenlets: () => run(broadcast) },
};

export const names: readonly string[] = Object.keys(prepared);

/** The library's classes against the packages that people use for the same with promises. */
export function prepare(name: string): Case {
  return { row: 'library', name, operations: COUNT, unit: 'ns', contestants: prepared[name] ?? {} };
}

async function work(i: number): Promise<number> {
  await nothing;
  return i;
}

function throughLimit(count: number): Promise<unknown> {
  const limit = pLimit(count);
  return Promise.all(Array.from({ length: COUNT }, (_, i) => limit(work, i)));
}

function mapInPool(): number {
  'use greenlet';
  const pool = new Pool(100);
  const results = pool.map(
    (i: number) => {
      sleep(0);
      return i;
    },
    Array.from({ length: COUNT }, (_, i) => i),
  );
  return results.length;
}

function tenToTen(): void {
  'use greenlet';
  const queue = new Queue<number>();
  const greenlets: { join(): unknown }[] = [];
  for (let k = 0; k < 10; k++) {
    greenlets.push(
      spawn(() => {
        for (let i = 0; i < COUNT / 10; i++) queue.get();
      }),
      spawn(() => {
        for (let i = 0; i < COUNT / 10; i++) queue.put(i);
      }),
    );
  }
  for (const greenlet of greenlets) greenlet.join();
}

async function throughFastq(): Promise<void> {
  const queue = fastq.promise(work, 10);
  for (let i = 0; i < COUNT; i++) void queue.push(i);
  await queue.drained();
}

function throughSemaphore(): void {
  'use greenlet';
  const semaphore = new Semaphore(10);
  const greenlets: { join(): unknown }[] = [];
  for (let i = 0; i < COUNT; i++) {
    greenlets.push(
      spawn(() => {
        semaphore.acquire();
        sleep(0);
        semaphore.release();
      }),
    );
  }
  for (const greenlet of greenlets) greenlet.join();
}

function broadcast(): void {
  'use greenlet';
  const event = new Event();
  const greenlets: { join(): unknown }[] = [];
  for (let i = 0; i < COUNT; i++) {
    greenlets.push(
      spawn(() => {
        event.wait();
      }),
    );
  }
  sleep(0);
  event.set();
  for (const greenlet of greenlets) greenlet.join();
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
