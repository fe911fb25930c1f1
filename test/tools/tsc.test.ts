import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createChecked } from './check/checked.ts';
import { greenlets, startGreenlets } from './command.ts';
import type { Project } from './project.ts';

const typescript = join(__dirname, '../../node_modules/typescript');

const documentation = readFileSync(join(__dirname, '../../docs/typescript.md'), 'utf8');

const OPTIONS = {
  target: 'es2023',
  module: 'nodenext',
  lib: ['es2023', 'dom'],
  types: ['node'],
  strict: true,
  skipLibCheck: true,
  noUnusedLocals: true,
  rootDir: '.',
  outDir: 'out',
  declaration: true,
  sourceMap: true,
  allowJs: true,
  checkJs: true,
};

function createTyped(files: Record<string, string>, options: object = {}): Project {
  const config = { compilerOptions: { ...OPTIONS, ...options }, include: ['src'] };
  return createChecked(files, JSON.stringify(config));
}

/** One for each kind of reference, with an error after each, which shows that the type is known and not `any`. */
const MARKED = `'use greenlet';
import fs from 'node:fs';
import * as dns from 'node:dns';
import readline from 'node:readline';
import { once } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';

export function title(url: string): string {
  delay(10);
  const page = fetch(url).text();
  page.nope1;
  globalThis.fetch(url).json().anything;
  fs.readFileSync(url, 'utf8').nope2;
  dns.lookup(url).address.nope3;
  const [first] = once(process, 'exit');
  first.nope4;
  const own = { fetch };
  return own.fetch(url).text().nope5;
}

export function ask(): string {
  const lines = readline.createInterface({ input: process.stdin });
  for (const line of lines) line.nope6;
  return lines.question('name? ').nope7;
}

async function* numbers(): AsyncGenerator<number> { yield 1; }
async function* lists(): AsyncGenerator<AsyncGenerator<number>> { yield numbers(); }

export function* all(): Generator<number> {
  for (const list of lists()) for (const x of list) x.nope8;
  const [first, ...rest] = numbers();
  rest.nope9;
  yield* numbers();
  return [...numbers(), first].nope10;
}
`;

const MIXED = `import { request } from 'node:http';
export function plain(url: string): string {
  return fetch(url).text();
}
export function marked(url: string): string {
  'use greenlet';
  request(url);
  return fetch(url).text();
}
async function* numbers(): AsyncGenerator<number> { yield 1; }
for (const x of numbers()) x.toFixed();
export const opted = (url: string): string => {
  'use greenlet';
  return (/* @greenlet-original */ fetch)(url).text();
};
`;

const JAVASCRIPT = `'use greenlet';
const readline = require('node:readline');

/** @param {string} url */
exports.title = (url) => {
  readline.createInterface(process.stdin).question('name? ').nope11;
  return fetch(url).text().nope12;
};
`;

const FILES = { 'src/marked.ts': MARKED, 'src/mixed.ts': MIXED, 'src/script.cjs': JAVASCRIPT };

const TYPES: Record<string, string> = { nope4: 'unknown', nope9: 'number[]', nope8: 'number', nope10: 'number[]' };

/** What is expected of the properties that do not exist. */
function nopes(file: string, text: string): string[] {
  return text.split('\n').flatMap((line, index) => {
    const [, name = null] = /\.(nope\d+)/.exec(line) ?? [];
    if (name === null) return [];
    const place = `${file}(${index + 1},${line.indexOf(name) + 1})`;
    if (name === 'nope4') return [`${file}(${index + 1},3): error TS18046: 'first' is of type 'unknown'.`];
    return [`${place}: error TS2339: Property '${name}' does not exist on type '${TYPES[name] ?? 'string'}'.`];
  });
}

describe('greenlets tsc', () => {
  it('checks marked code with the types that it has when it runs, and other code as it stands', async () => {
    const { exitCode, stdout } = await greenlets(
      createTyped(FILES, { skipLibCheck: false }),
      'tsc',
      '-p',
      '.',
      '--noEmit',
    );
    expect(stdout.trim().split('\n')).toEqual([
      ...nopes('src/marked.ts', MARKED),
      `src/mixed.ts(3,21): error TS2339: Property 'text' does not exist on type 'Promise<Response>'.`,
      `src/mixed.ts(11,17): error TS2488: Type 'AsyncGenerator<number, any, any>' must have a '[Symbol.iterator]()' method that returns an iterator.`,
      `src/mixed.ts(14,48): error TS2339: Property 'text' does not exist on type 'Promise<Response>'.`,
      ...nopes('src/script.cjs', JAVASCRIPT),
    ]);
    expect(exitCode).toBe(2);
  });

  it('accepts the example of the documentation, which tsc does not', async () => {
    const [, example = ''] = /<!-- example: typed.ts -->\s*```ts\n([^]*?)```/.exec(documentation) ?? [];
    const project = createTyped({ 'src/main.ts': example });
    expect(await greenlets(project, 'tsc', '--noEmit')).toEqual({ exitCode: 0, stdout: '', stderr: '' });
    expect(run(project, join(typescript, 'bin/tsc'), '--noEmit')).toContain('TS2339');
  });

  it('emits what tsc emits, and the types that results have when they run', async () => {
    const source = `'use greenlet';
import { once } from 'node:events';
export const title = (url: string) => fetch(url).text();
export const first = (url: string) => ({ fetch, args: once(process, url) });
export const all = async function* () { yield 1; };
export const numbers = () => [...all()];
`;
    const project = createTyped({ 'src/main.ts': source });
    expect(await greenlets(project, 'tsc')).toEqual({ exitCode: 0, stdout: '', stderr: '' });
    const emitted = filesIn(project, 'out');
    rmSync(project.path('out'), { recursive: true });
    expect(run(project, join(typescript, 'bin/tsc'))).toContain('TS2');
    const plain = filesIn(project, 'out');
    const types = 'src/main.d.ts';
    expect({ ...emitted, [types]: '' }).toEqual({ ...plain, [types]: '' });
    expect(emitted[types]).toContain('title: (url: string) => string;');
    expect(emitted[types]).toContain('numbers: () => number[];');
  });

  it('remembers what it has built apart from what tsc has, and knows when that is up to date', async () => {
    const source = `'use greenlet';\nexport const title = (url: string): string => fetch(url).text();\n`;
    const project = createTyped({ 'src/main.ts': source }, { composite: true });
    const plain = (): string => run(project, join(typescript, 'bin/tsc'), '-b');
    expect(plain()).toContain('TS2339');
    expect(await greenlets(project, 'tsc', '-b')).toMatchObject({ exitCode: 0, stdout: '' });
    expect((await greenlets(project, 'tsc', '-b', '--verbose')).stdout).toContain('is up to date because');
    writeFileSync(project.path('src/main.ts'), source.replace(': string =>', ': number =>'));
    expect((await greenlets(project, 'tsc', '-b')).stdout).toContain('TS2322');
  });

  it('watches the files', async () => {
    const source = `'use greenlet';\nexport const title = (url: string): string => fetch(url).text();\n`;
    const project = createTyped({ 'src/main.ts': source });
    const running = startGreenlets(project, 'tsc', '--watch', '--noEmit', '--preserveWatchOutput');
    await running.untilPrinted('Found 0 errors');
    writeFileSync(project.path('src/main.ts'), source.replace('text', 'nope').replace('=>', '=>\n '));
    await running.untilPrinted(`src/main.ts(3,14): error TS2339: Property 'nope' does not exist`);
    running.signal('SIGTERM');
    await running.outcome;
  });

  it('gives modules that the option patch names the types of what replaces them', async () => {
    const main = `'use greenlet';
import { query } from './library.js';
import { load } from './promising.js';
export const rows: string[] = query('x');
export const loaded: string = load();
export const length: number = (await import('./promising.js')).load().length;
`;
    const project = createTyped({
      'src/main.ts': main,
      'src/library.ts': `export const query = (sql: string): Promise<string[]> => Promise.resolve([sql]);`,
      'src/replacement.ts': `export const query = (sql: string): string[] => [sql];`,
      'src/promising.ts': `export const load = (): Promise<string> => Promise.resolve('');`,
    });
    const patch = ['--patch', './src/library.js=./src/replacement.js', '--green', './src/promising.js'];
    expect(await greenlets(project, 'tsc', ...patch, '--noEmit')).toEqual({ exitCode: 0, stdout: '', stderr: '' });
    expect((await greenlets(project, 'tsc', '--noEmit')).stdout).toContain('src/main.ts(4,14): error TS2740');
  });

  it('shows the help and the version of tsc, and its own', async () => {
    const project = createTyped({ 'src/main.ts': '' });
    const { version } = JSON.parse(readFileSync(join(typescript, 'package.json'), 'utf8')) as { version: string };
    expect((await greenlets(project, 'tsc', '--version')).stdout).toBe(`Version ${version}\n`);
    expect((await greenlets(project, 'tsc', '--help')).stdout).toContain('--mark');
  });

  it.each([
    ['there is none', null, 'tsc needs the package typescript: npm install --save-dev typescript@6'],
    ['it is native', '7.0.2', 'TypeScript 7.0.2 is a native program'],
    ['it is unknown', '6.9.0', 'expected TypeScript 5.4 to 6, got another one'],
  ])('says so where it cannot use the compiler, since %s', async (_title, version, message) => {
    const project = createTyped({ 'src/main.ts': '' });
    rmSync(project.path('node_modules/typescript'));
    if (version !== null) {
      symlinkSync(
        createChecked({ 'package.json': JSON.stringify({ version }), 'lib/typescript.js': '' }).folder,
        project.path('node_modules/typescript'),
      );
    }
    const { exitCode, stderr } = await greenlets(project, 'tsc');
    expect(stderr).toContain(`error: ${message}`);
    expect(exitCode).toBe(2);
  });
});

function run(project: Project, ...args: string[]): string {
  try {
    return execFileSync(process.execPath, args, { cwd: project.folder, encoding: 'utf8' });
  } catch (error) {
    return (error as { stdout: string }).stdout;
  }
}

function filesIn(project: Project, folder: string): Record<string, string> {
  const names = readdirSync(project.path(folder), { recursive: true, encoding: 'utf8' }).sort();
  const files = names.filter((name) => /\.\w+$/.test(name));
  return Object.fromEntries(files.map((name) => [name, readFileSync(project.path(join(folder, name)), 'utf8')]));
}
