import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { joinAll, Queue, run, sleep, spawn } from 'greenlets';
import { profile, trace, trackWaits } from 'greenlets/observe';
import type { Case } from '../types.ts';

const GREENLETS = 100;
/** Of the processor, for about a tenth of a millisecond. */
const STEPS = 100_000;
/** How many waits it takes until everything is optimized. */
const WARM_UP = 300_000;

interface Size {
  /** Each greenlet waits until another one wakes it, or else only for its turn. */
  woken: boolean;
  waits: number;
  /** How much it computes between two waits. */
  steps: number;
}

const SIZES: Record<string, Size> = {
  'sleep(0), slices of nothing': { woken: false, waits: 100_000, steps: 0 },
  'sleep(0), slices of 0.1 ms': { woken: false, waits: 7000, steps: STEPS },
  'queue, slices of nothing': { woken: true, waits: 100_000, steps: 0 },
  'queue, slices of 0.1 ms': { woken: true, waits: 7000, steps: STEPS },
};

/** Each begins to watch, and returns what ends that. */
const OBSERVERS: Record<string, () => () => unknown> = {
  trace: () => trace({ file: join(folder, 'trace.json') }),
  profile,
  trackWaits: () => {
    trackWaits(true);
    return () => trackWaits(false);
  },
};

const folder = mkdtempSync(join(tmpdir(), 'bench-'));
process.on('exit', () => rmSync(folder, { recursive: true }));

/** By name: a program, and what watches it. A process sees one observer only, as programs do: the code of several is less optimized. */
const watches = new Map<string, { observer: string; program: Size }>(
  Object.keys(OBSERVERS).flatMap((observer) =>
    Object.entries(SIZES).map(([size, program]) => [`${observer}: ${size}`, { observer, program }] as const),
  ),
);

export const names: readonly string[] = [...watches.keys()];

/** What it takes to be watched, once the engine has optimized what watches: where greenlets compute, they wait too seldom for that. */
export async function prepare(name: string, quick: boolean): Promise<Case> {
  const watch = watches.get(name);
  if (watch === undefined) throw new TypeError(`there is no case ${name}`);
  const { observer, program } = watch;
  const unwatched = (): Promise<void> => perform(program);
  if (program.steps > 0 && !quick) await watched(observer, { ...program, waits: WARM_UP, steps: 0 });
  return {
    row: 'observing',
    name,
    operations: program.waits,
    unit: 'ns',
    contestants: { unwatched, watched: () => watched(observer, program) },
  };
}

function perform({ woken, waits, steps }: Size): Promise<void> {
  return run(woken ? passOn : takeTurns, waits / GREENLETS, steps);
}

async function watched(observer: string, program: Size): Promise<void> {
  const end = OBSERVERS[observer]?.();
  await perform(program);
  end?.();
}

function takeTurns(times: number, steps: number): void {
  'use greenlet';
  const greenlets = [];
  for (let i = 0; i < GREENLETS; i++) greenlets.push(spawn(taker, times, steps));
  joinAll(greenlets);
}

function taker(times: number, steps: number): void {
  'use greenlet';
  for (let i = 0; i < times; i++) {
    compute(steps);
    sleep(0);
  }
}

/** They stand in a circle. */
function passOn(times: number, steps: number): void {
  'use greenlet';
  const queues = Array.from({ length: GREENLETS }, () => new Queue<number>());
  const [first] = queues;
  const greenlets = queues.map((queue, at) => spawn(passer, queue, queues[at + 1] ?? first ?? queue, times, steps));
  first?.put(0);
  joinAll(greenlets);
}

function passer(from: Queue<number>, to: Queue<number>, times: number, steps: number): void {
  'use greenlet';
  for (let i = 0; i < times; i++) {
    from.get();
    to.put(compute(steps));
  }
}

function compute(steps: number): number {
  let value = 1;
  for (let i = 0; i < steps; i++) value = (Math.imul(value, 1_103_515_245) + 12_345) | 0;
  return value;
}
