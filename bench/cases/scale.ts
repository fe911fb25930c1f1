import { Event, Queue, Semaphore, joinAll, run, select, sleep, spawn } from 'greenlets';
import { timed } from '../clock.ts';
import type { Case } from '../types.ts';

const SIZES = [10, 100, 1000, 10_000, 100_000, 1_000_000];
/** Small sizes are repeated, so that there is something to measure. */
const LEAST = 30_000;
/** But timers, which take as long as they are to, only so often. */
const MOST_SLEEPS = 100;

const prepared: Record<string, (count: number) => void> = {
  'ready queue': takeTurns,
  timers: sleepTogether,
  'waiters of an event': waitForEvent,
  'waiters of a semaphore': waitForSemaphore,
  'waiters of a queue': waitForQueue,
  'waiters in select': waitForEither,
};

export const names: readonly string[] = Object.keys(prepared);

/** The cost per greenlet of having it spawned, wait, and be woken, when there are so many of them at once. */
export function prepare(name: string, quick: boolean): Case {
  const work = prepared[name];
  if (work === undefined) throw new TypeError(`there is no case ${name}`);
  const sizes = quick ? SIZES.slice(0, 3) : SIZES;
  const contestants = Object.fromEntries(
    sizes.map((size) => [size.toLocaleString('en'), perGreenlet(work, size, quick)]),
  );
  return { row: 'scale', name, operations: 1, unit: 'ns', contestants, returnsValue: true };
}

function perGreenlet(work: (count: number) => void, size: number, quick: boolean): () => Promise<number> {
  const most = work === sleepTogether ? MOST_SLEEPS : Infinity;
  const times = Math.min(most, Math.max(1, (quick ? 1000 : LEAST) / size));
  const all = timed(() => run(repeat, work, size, times));
  return async () => (await all()) / (size * times);
}

function repeat(work: (count: number) => void, size: number, times: number): void {
  'use greenlet';
  for (let i = 0; i < times; i++) work(size);
}

function takeTurns(count: number): void {
  'use greenlet';
  const greenlets = [];
  for (let i = 0; i < count; i++) greenlets.push(spawn(() => sleep(0)));
  joinAll(greenlets);
}

/** They end in another order than they began. */
function sleepTogether(count: number): void {
  'use greenlet';
  const greenlets = [];
  for (let i = 0; i < count; i++) greenlets.push(spawn(() => sleep(1 + ((i * 7919) % 10))));
  joinAll(greenlets);
}

function waitForEvent(count: number): void {
  'use greenlet';
  const event = new Event();
  const greenlets = [];
  for (let i = 0; i < count; i++) greenlets.push(spawn(() => event.wait()));
  sleep(0);
  event.set();
  joinAll(greenlets);
}

function waitForSemaphore(count: number): void {
  'use greenlet';
  const semaphore = new Semaphore(0);
  const greenlets = [];
  for (let i = 0; i < count; i++) greenlets.push(spawn(() => semaphore.acquire()));
  sleep(0);
  for (let i = 0; i < count; i++) semaphore.release();
  joinAll(greenlets);
}

function waitForQueue(count: number): void {
  'use greenlet';
  const queue = new Queue<number>();
  const greenlets = [];
  for (let i = 0; i < count; i++) greenlets.push(spawn(() => queue.get()));
  sleep(0);
  for (let i = 0; i < count; i++) queue.put(i);
  joinAll(greenlets);
}

/** Each has a queue of its own, and all have the same event, which they leave in another order than they came. */
function waitForEither(count: number): void {
  'use greenlet';
  const stop = new Event();
  const queues = Array.from({ length: count }, () => new Queue());
  const greenlets = queues.map((queue) => spawn(() => select([stop, queue])));
  sleep(0);
  for (let i = 0; i < count; i++) queues[(i * 7919) % count]?.put(i);
  joinAll(greenlets);
}
