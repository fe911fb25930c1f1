import type { PluginItem } from '@babel/core';
import greenlets from 'greenlets/plugin';
import { pathOf } from '../paths.ts';
import { colour } from './colour.ts';
import { compile, load, type Exports } from './load.ts';

/** How each contestant's copy of a program is compiled. `greenlets`: as released, with everything marked. */
const PLUGINS = {
  plain: [],
  greenlets: [[greenlets, { mark: 'all', patch: false }]],
  'async/await': [() => colour('async')],
  'await when empty': [() => colour('peeking')],
  generators: [() => colour('generator')],
  gensync: [() => colour('gensync')],
} satisfies Record<string, PluginItem[]>;

export type Contestant = keyof typeof PLUGINS;

/** The exports of a file in `programs`, in a copy compiled for the contestant. */
export function loadFor(contestant: Contestant, name: string): Exports {
  return load(pathOf(`programs/${name}.js`), PLUGINS[contestant]);
}

/** Whether the compiler leaves a program of one file as it is. */
export function isUntouched(name: string): boolean {
  const file = pathOf(`programs/${name}.js`);
  return compile(file, PLUGINS.greenlets) === compile(file, PLUGINS.plain);
}

/**
 * The program of that name as each of the contestants runs it.
 *
 * @throws {Error} if the contestants do not all get the same result
 */
export async function compete(
  name: string,
  contestants: readonly Contestant[],
): Promise<Record<string, () => unknown>> {
  const runs = contestants.map((contestant) => {
    return [contestant, start(contestant, loadFor(contestant, name).run as Program)] as const;
  });
  return agree(name, Object.fromEntries(runs));
}

/**
 * Runs every contestant once.
 *
 * @throws {Error} if they do not all get the same result
 */
export async function agree<T extends Record<string, () => unknown>>(name: string, contestants: T): Promise<T> {
  const results: [string, unknown][] = [];
  for (const [contestant, run] of Object.entries(contestants)) results.push([contestant, await run()]);
  for (const [contestant, result] of results) {
    if (result === results[0]?.[1]) continue;
    throw new Error(`${name}: ${contestant} got ${String(result)}, ${results[0]?.join(' got ')}`);
  }
  return contestants;
}

type Program = ((...args: unknown[]) => unknown) & { sync?: (...args: unknown[]) => unknown };

/** What to call in order to run a program to its end. */
function start(contestant: Contestant, program: Program): () => unknown {
  if (contestant === 'generators') return () => exhaust(program() as Generator<unknown, unknown>);
  return contestant === 'gensync' ? () => program.sync?.() : program;
}

function exhaust(generator: Generator<unknown, unknown>): unknown {
  for (;;) {
    const { done, value } = generator.next();
    if (done === true) return value;
  }
}
