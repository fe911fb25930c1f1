import type { PluginItem } from '@babel/core';
import greenlets from 'greenlets/plugin';
import { fileURLToPath } from 'node:url';
import { colour } from './colour.ts';
import { load } from './load.ts';

/** How each contestant's copy of a program is compiled. `greenlets`: as released, with everything marked. */
const PLUGINS: Record<string, PluginItem[]> = {
  plain: [],
  greenlets: [[greenlets, { mark: 'all', patch: false }]],
  'async/await': [() => colour('async')],
  generators: [() => colour('generator')],
};

const programs = fileURLToPath(new URL('../programs/', import.meta.url));

/**
 * The program of that name as each of the contestants runs it.
 *
 * @throws {Error} if the contestants do not all get the same result
 */
export async function compete(name: string, contestants: readonly string[]): Promise<Record<string, () => unknown>> {
  const runs: Record<string, () => unknown> = {};
  let expected: unknown;
  for (const contestant of contestants) {
    const program = load(`${programs}${name}.js`, PLUGINS[contestant] ?? []).run as () => unknown;
    const run = contestant === 'generators' ? () => exhaust(program() as Generator<unknown, unknown>) : program;
    const result = await run();
    expected ??= result;
    if (result !== expected) throw new Error(`${name}: ${contestant} got ${String(result)}, plain ${String(expected)}`);
    runs[contestant] = run;
  }
  return runs;
}

function exhaust(generator: Generator<unknown, unknown>): unknown {
  for (;;) {
    const { done, value } = generator.next();
    if (done === true) return value;
  }
}
