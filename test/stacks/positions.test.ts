import { mkdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { transformSync } from '@babel/core';
import plugin from 'greenlets/plugin';
import { Running } from '../tools/command.ts';
import { createProject } from '../tools/project.ts';

const root = join(__dirname, '../..');

/** Expressions that fail after a wait, on a line of their own. `W` waits, `fail` throws, `nothing` is null. */
const expressions: Record<string, string> = {
  'elements of arrays': '[\n W(1),\n fail(\n 2),\n]',
  'arms of conditions': 'W(1)\n ? fail(1)\n : 2',
  'other arms of conditions': '!W(1)\n ? 2\n : [1,\n fail(3)]',
  arguments: 'String(\n W(1),\n nothing.x,\n W(2))',
  'values of properties': '({\n a: W(1),\n b: nothing.x,\n c: W(2) })',
  'variables that do not exist': '({\n a: W(1),\n b: unknown,\n c: W(2) })',
  'variables that are not initialized': '[\n W(1),\n late,\n W(2)]',
  'assignments to constants': '[\n W(1),\n constant = W(2)]',
  sums: 'W(1)\n + nothing.x\n + W(2)',
  'logical operators': 'W(1)\n && nothing.x\n && W(2)',
  templates: '`${W(1)}\n ${nothing.x} ${\n W(2)}`',
  sequences: '(\n W(1),\n nothing.x,\n W(2))',
  'calls of what is no function': '[\n W(1),\n nothing(W(2))]',
  'calls of methods that are none': '[\n W(1),\n object.none(\n W(2))]',
  'calls of results': 'W({})\n .none(\n 1)',
  'constructors that are none': 'new (W(1)\n )(\n 2)',
  'spread elements': '[\n ...[W(1)],\n ...nothing,\n 3]',
  conversions: '[\n W(1),\n +Symbol(),\n W(2)]',
  'computed members': 'nothing\n [W(1)]',
  'tagged templates': 'fail\n `a${W(1)}`',
  'functions that are called on the spot': '[\n W(1),\n (() => fail(1))()]',
  'operands of delete': '(W(1), delete\n nothing.x)',
  'static fields': 'class {\n static a = W(1);\n static b = nothing.x; }',
};

const PROGRAM = `
import { run, sleep } from 'greenlets';
const W = (value) => { 'use greenlet'; if (!UNTOUCHED) sleep(0); return value; };
function fail() { throw new Error('failed'); }
const nothing = null, object = {};
const constant = 1;
const programs = [FUNCTIONS];
const stacks = [];
for (const program of programs) {
  try {
    UNTOUCHED ? program() : await run(program);
    stacks.push('no error');
  } catch (error) {
    stacks.push(error.stack);
  }
}
console.log(JSON.stringify(stacks));
let late;
`;

type Lines = Record<string, string[]>;

/** The innermost lines of the source that the stacks show. */
async function linesOf(plugins: [typeof plugin, object][]): Promise<Lines> {
  const isUntouched = plugins.length === 0;
  const functions = Object.values(expressions).map(
    (expression) => `function () { 'use greenlet'; return ${expression}; }`,
  );
  const source = PROGRAM.replace('FUNCTIONS', () => functions.join(',\n')).replaceAll('UNTOUCHED', String(isUntouched));
  const options = {
    babelrc: false,
    configFile: false,
    sourceMaps: 'inline',
    filename: '/program.mjs',
    plugins,
  } as const;
  const project = createProject({ 'program.mjs': transformSync(source, options)?.code ?? '' });
  mkdirSync(project.path('node_modules'));
  symlinkSync(root, project.path('node_modules/greenlets'), 'dir');
  const { stdout, stderr } = await new Running(['--enable-source-maps', 'program.mjs'], project.folder).outcome;
  if (stderr !== '') throw new Error(stderr);
  const stacks = JSON.parse(stdout) as string[];
  return Object.fromEntries(Object.keys(expressions).map((title, at) => [title, framesIn(stacks[at] ?? '')]));
}

/** Down to the function that was called. */
function framesIn(stack: string): string[] {
  const frames = [...stack.matchAll(/at (?:(fail) )?.*program\.mjs:(\d+):\d+/g)];
  const lines = frames.map(([, name = 'program', line]) => `${name} ${String(line)}`);
  return lines.slice(0, lines.findIndex((line) => line.startsWith('program')) + 1);
}

describe.each([
  ['compiled', {}],
  ['compiled with stress', { stress: true }],
])('After a wait, %s, errors show the lines that they show in the untouched program:', (_, options) => {
  let plain: Lines;
  let compiled: Lines;
  beforeAll(async () => {
    [plain, compiled] = await Promise.all([linesOf([]), linesOf([[plugin, options]])]);
  }, 60_000);

  it.each(Object.keys(expressions))('%s', (title) => {
    expect(plain[title]).not.toHaveLength(0);
    expect(compiled[title]).toEqual(plain[title]);
  });
});
