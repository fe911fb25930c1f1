import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createChecked } from './check/checked.ts';

const root = join(__dirname, '../..');
const tsc = join(root, 'node_modules/typescript/bin/tsc');

const FILES = {
  'core.ts': `
    import { Queue, run, sleep, spawn, type Greenlet } from 'greenlets';
    import { getCurrent } from 'greenlets/core';
    export function main(n: number): number {
      'use greenlet';
      const queue = new Queue<number>(2);
      const greenlet: Greenlet<number> = spawn((x: number) => x + 1, n);
      for (const x of queue) sleep(x);
      return greenlet.get() + queue.get({ timeout: 10 });
    }
    export const done: Promise<number> = run(main, 1);
    export const current: object = getCurrent();`,
  'green.ts': `
    import { green } from 'greenlets/green';
    declare const client: { get(key: string): Promise<number> };
    export const value: number = green(client).get('a');`,
  'web.ts': `
    import { fetch } from 'greenlets/web/fetch';
    export function title(url: string): string {
      const response = fetch(url);
      const native: Response = response;
      const buffer: ArrayBuffer = fetch(url, { method: 'POST' }).arrayBuffer();
      return response.text() + response.clone().text() + native.status + buffer.byteLength;
    }`,
  'node.ts': `
    import { execSync } from 'greenlets/node/child-process';
    import { lookup } from 'greenlets/node/dns';
    import { readFileSync } from 'greenlets/node/fs';
    import readline from 'greenlets/node/readline';
    import { setTimeout } from 'greenlets/node/timers-promises';
    import { iterate } from 'greenlets';
    async function* numbers(): AsyncGenerator<number> { yield 1; }
    export function f(path: string): string {
      'use greenlet';
      setTimeout(10);
      const lines = readline.createInterface({ input: process.stdin });
      const answer: string = lines.question('name? ');
      for (const line of iterate(lines)) answer.concat(line.trim());
      for (const x of iterate(numbers())) x.toFixed();
      for (const chunk of iterate<Buffer>(process.stdin)) chunk.byteLength.toFixed();
      return readFileSync(path, 'utf8') + lookup('localhost').address + answer + execSync('true').toString();
    }`,
};

const { exports: published } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { exports: object };
const ENTRIES = Object.keys(published).filter((entry) => entry !== './package.json');
/** Those that need neither Node nor a browser. */
const ANYWHERE = ['.', './core', './green', './helpers', './testing', './observe', './stacks', './internal'];
const ALL = importsOf(ENTRIES);

const project = createChecked(
  {
    ...FILES,
    'anywhere.mts': importsOf(ANYWHERE),
    'web.mts': importsOf([...ANYWHERE, ...ENTRIES.filter((entry) => entry.startsWith('./web/'))]),
    'all.mts': ALL,
    'all.cts': ALL,
  },
  null,
);

/** A module that imports everything that these entries of the package export. */
function importsOf(entries: readonly string[]): string {
  const lines = entries.map((entry, i) => `export * as m${String(i)} from 'greenlets${entry.slice(1)}';`);
  return lines.join('\n');
}

/** What the compiler of TypeScript says, with all that it can check. */
function compile(lib: string[], types: string[], files: string[]): string {
  const strict = { strict: true, exactOptionalPropertyTypes: true, skipLibCheck: false, noEmit: true };
  const compilerOptions = { ...strict, target: 'es2023', module: 'nodenext', lib, types };
  writeFileSync(project.path('tsconfig.json'), JSON.stringify({ compilerOptions, files }));
  const run = { cwd: project.folder, encoding: 'utf8' } as const;
  try {
    return execFileSync(process.execPath, [tsc, '-p', '.'], run);
  } catch (error) {
    return (error as { stdout: string }).stdout;
  }
}

describe('The types of the package are complete', () => {
  it.each([
    ['neither the DOM nor Node', ['es2023'], [], ['core.ts', 'green.ts', 'anywhere.mts']],
    ['the DOM', ['es2023', 'dom'], [], ['core.ts', 'green.ts', 'web.ts', 'web.mts']],
    ['Node', ['es2023'], ['node'], ['core.ts', 'green.ts', 'web.ts', 'node.ts', 'all.mts', 'all.cts']],
    ['both', ['es2023', 'dom', 'dom.iterable'], ['node'], ['core.ts', 'web.ts', 'node.ts', 'all.mts', 'all.cts']],
  ])('with %s', (_title, lib, types, files) => {
    expect(compile(lib, types, files)).toBe('');
  });
});
