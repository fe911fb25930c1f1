import { Effect } from 'effect';
import { run, sleep, spawn } from 'greenlets';
import type { Case, Contestants } from '../types.ts';

interface Size {
  count: number;
  switches: number;
}

const SIZES: Record<string, Size> = {
  'sleep(0), two greenlets': { count: 2, switches: 20_000 },
  'sleep(0), 1000 greenlets': { count: 1000, switches: 100_000 },
  'sleep(0), 10,000 greenlets': { count: 10_000, switches: 200_000 },
};
const nothing: unknown = null;

export const names: readonly string[] = Object.keys(SIZES);

/** Switches by way of the scheduler. */
export function prepare(name: string): Case {
  const size = SIZES[name] ?? { count: 0, switches: 0 };
  return { row: 'switch', name, operations: size.switches, unit: 'ns', contestants: roundRobin(size) };
}

/** So many of them, each of which lets the others run again and again. */
function roundRobin({ count, switches }: Size): Contestants {
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
