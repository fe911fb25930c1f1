import { Event, run, sleep, spawn } from 'greenlets';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import type { Case } from '../types.ts';

const COUNT = 20_000;
const nothing: unknown = null;

export const names: readonly string[] = ['spawn and join', 'memory, parked'];

/** What it costs to have many of them. */
export function prepare(name: string): Case {
  const base = { row: 'spawn', name, operations: COUNT };
  if (name === 'spawn and join') {
    return { ...base, unit: 'ns', contestants: { async: runAsync, greenlets: () => run(spawnAndJoin) } };
  }
  return {
    ...base,
    unit: 'bytes',
    returnsValue: true,
    contestants: { async: parkAsync, greenlets: () => run(parkGreenlets) },
  };
}

function spawnAndJoin(): void {
  'use greenlet';
  const greenlets: { join(): unknown }[] = [];
  for (let i = 0; i < COUNT; i++) greenlets.push(spawn(() => sleep(0)));
  for (const greenlet of greenlets) greenlet.join();
}

async function wait(): Promise<void> {
  await nothing;
}

function runAsync(): Promise<unknown> {
  return Promise.all(Array.from({ length: COUNT }, () => wait()));
}

function parkGreenlets(): number {
  'use greenlet';
  const event = new Event();
  const before = heapUsed();
  const greenlets: { join(): unknown }[] = [];
  for (let i = 0; i < COUNT; i++) {
    greenlets.push(
      spawn(() => {
        event.wait();
      }),
    );
  }
  sleep(0);
  const used = heapUsed() - before;
  event.set();
  for (const greenlet of greenlets) greenlet.join();
  return used;
}

async function parkAsync(): Promise<number> {
  let release: () => void = () => undefined;
  const gate = new Promise<void>((resolve) => (release = resolve));
  const before = heapUsed();
  const parked = Array.from({ length: COUNT }, async () => {
    await gate;
  });
  const used = heapUsed() - before;
  release();
  await Promise.all(parked);
  return used;
}

/** Bytes that are still in use after a collection. */
function heapUsed(): number {
  setFlagsFromString('--expose-gc');
  (runInNewContext('gc') as () => void)();
  return process.memoryUsage().heapUsed;
}
