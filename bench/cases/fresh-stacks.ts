import { Greenlet } from 'greenlets/core';
import type { Case } from '../types.ts';

/** Frames built in one call of a contestant, in stacks of the depth. */
const FRAMES = 10_000;
const nothing: unknown = null;

export const names: readonly string[] = [1, 10, 100].map((depth) => `stack of ${depth} frames`);

/** What it costs to build a stack, suspend it once and let it finish. */
export function prepare(name: string): Case {
  const depth = Number(/\d+/.exec(name)?.[0]);
  const count = FRAMES / depth;
  const contestants = {
    async: () => buildAsync(depth, count),
    greenlets: () => buildGreenlets(depth, count),
    generators: () => buildGenerators(depth, count),
  };
  return { row: 'switch', name, operations: count, unit: 'ns', contestants };
}

async function buildAsync(depth: number, count: number): Promise<void> {
  for (let i = 0; i < count; i++) await descendAsync(depth);
}

async function descendAsync(depth: number): Promise<number> {
  if (depth === 1) {
    await nothing;
    return 1;
  }
  return (await descendAsync(depth - 1)) + 1;
}

/** One greenlet builds all the stacks; its parent resumes it. */
function buildGreenlets(depth: number, count: number): void {
  'use greenlet';
  const builder = new Greenlet(() => {
    for (let i = 0; i < count; i++) descend(depth, builder);
  });
  while (!builder.dead) builder.switch();
}

function descend(depth: number, self: Greenlet): number {
  'use greenlet';
  if (depth === 1) {
    self.parent?.switch();
    return 1;
  }
  return descend(depth - 1, self) + 1;
}

function buildGenerators(depth: number, count: number): void {
  for (let i = 0; i < count; i++) {
    const generator = descendGenerator(depth);
    while (generator.next().done !== true);
  }
}

function* descendGenerator(depth: number): Generator<undefined, number> {
  if (depth === 1) {
    yield;
    return 1;
  }
  return (yield* descendGenerator(depth - 1)) + 1;
}
