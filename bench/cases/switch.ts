import { Effect, Fiber } from 'effect';
import { run as runEffection, spawn as spawnTask, until, type Operation } from 'effection';
import { Greenlet } from 'greenlets/core';
import type { Case, Contestants } from '../types.ts';

const SWITCHES = 20_000;
const DEPTHS = [1, 10, 100, 1000];
const nothing: unknown = null;

export const names: readonly string[] = [
  ...DEPTHS.map((depth) => `raw switch, depth ${depth}`),
  'raw switch, by depth',
];

/** What it costs to let somebody else run, at the bottom of stacks that stay. */
export function prepare(name: string): Case {
  const depth = Number(/\d+$/.exec(name)?.[0]);
  const contestants = Number.isNaN(depth) ? greenletsByDepth() : compete(depth);
  return { row: 'switch', name, operations: SWITCHES, unit: 'ns', contestants };
}

function greenletsByDepth(): Contestants {
  return Object.fromEntries(DEPTHS.map((depth) => [`depth ${depth}`, () => pingPong(depth - 1)]));
}

function compete(depth: number): Contestants {
  return {
    await: () => awaits(depth - 1),
    greenlets: () => pingPong(depth - 1),
    'await of a resolver': () => handOver(depth - 1),
    generators: () => yields(depth),
    ...(depth === 1 && { Effect: () => Effect.runPromise(fibers), effection: () => runEffection(tasks) }),
  };
}

/** Two greenlets, each at the bottom of a stack of its own. */
function pingPong(depth: number): unknown {
  'use greenlet';
  const pair: Greenlet[] = [];
  const start: Greenlet = new Greenlet(() => descend(depth, pair, 1));
  pair.push(start, new Greenlet(() => descend(depth, pair, 0)));
  return start.switch();
}

/** Switches to the other, who switches back, again and again. */
function descend(depth: number, pair: readonly Greenlet[], other: number): unknown {
  'use greenlet';
  if (depth > 0) {
    const below = descend(depth - 1, pair, other);
    return below;
  }
  const partner = pair[other];
  for (let i = 0; i < SWITCHES / 2; i++) partner?.switch();
  return partner;
}

async function awaits(depth: number): Promise<void> {
  if (depth > 0) return await awaits(depth - 1);
  for (let i = 0; i < SWITCHES; i++) await nothing;
}

/** Two async functions wake each other, which is what a switch to somebody in particular takes. */
async function handOver(depth: number): Promise<void> {
  const turns: (() => void)[] = [];
  await Promise.all([takeTurns(depth, turns), takeTurns(depth, turns)]);
}

/** The first of the two, alone as yet, only waits. */
async function takeTurns(depth: number, turns: (() => void)[]): Promise<void> {
  if (depth > 0) return await takeTurns(depth - 1, turns);
  for (let i = 0; i < SWITCHES / 2; i++) {
    const turn = new Promise<void>((resolve) => turns.push(resolve));
    if (turns.length > 1) turns.shift()?.();
    await turn;
  }
  turns.shift()?.();
}

function yields(depth: number): void {
  const generator = nested(depth);
  while (generator.next().done !== true);
}

function* nested(depth: number): Generator<undefined, void> {
  if (depth > 1) return yield* nested(depth - 1);
  for (let i = 0; i < SWITCHES; i++) yield;
}

const fiber = Effect.gen(function* () {
  for (let i = 0; i < SWITCHES / 2; i++) yield* Effect.yieldNow;
});

const fibers = Effect.gen(function* () {
  const other = yield* Effect.forkChild(fiber);
  yield* fiber;
  yield* Fiber.join(other);
});

function* task(): Operation<void> {
  for (let i = 0; i < SWITCHES / 2; i++) yield* until(Promise.resolve());
}

function* tasks(): Operation<void> {
  const other = yield* spawnTask(task);
  yield* task();
  yield* other;
}
