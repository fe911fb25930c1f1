import { mkdirSync, readFileSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { transformSync } from '@babel/core';
import { greenlets, nodeWithRegister, Running, type Outcome } from '../tools/command.ts';
import { createProject, ES_MODULES, type Project } from '../tools/project.ts';

const root = join(__dirname, '../..');
const page = readFileSync(join(root, 'docs/stack-traces.md'), 'utf8');
const example = /<!-- example: failing\.js -->\s*```js\n([^]*?)```/.exec(page)?.[1] ?? '';
const printed = /```text\n([^]*?)```/.exec(page)?.[1] ?? '';

/** A project that has the published package installed. */
function createUserProject(files: Record<string, string>): Project {
  const project = createProject({ ...ES_MODULES, ...files });
  mkdirSync(project.path('node_modules'));
  symlinkSync(root, project.path('node_modules/greenlets'), 'dir');
  return project;
}

/** Twenty functions deep, and each of them one of its own. */
const DEEP = `
import { run, sleep, Queue } from 'greenlets';
function deep(n) {
  'use greenlet';
  const closure = (m) => {
    if (n === 0) {
      sleep(0);
      new Queue().put(JSON.parse('nope'));
    }
    const value = deep(n - 1);
    return value + 1;
  };
  const value = closure(n);
  return value + 1;
}
run(deep, 12).catch((error) => console.log(error.stack));
`;

function compile(sourceMaps: 'inline' | false): string {
  const plugins = [join(root, 'dist/plugin.cjs')];
  return (
    transformSync(DEEP, { filename: 'deep.js', configFile: false, babelrc: false, sourceMaps, plugins })?.code ?? ''
  );
}

function placesIn({ stdout }: { stdout: string }): string[] {
  return stdout
    .split('\n')
    .flatMap((line) => /^ {4}at (\S+) \(.*[\\/](\S+?:\d+):\d+\)$/.exec(line)?.slice(1).join(' ') ?? []);
}

describe('The published package', () => {
  it('prints what the page about stack traces says', async () => {
    const project = createUserProject({ 'failing.js': example });
    const { stdout } = await greenlets(project, 'run', 'failing.js');
    expect(stdout.replaceAll(`${project.folder}/`, '').replaceAll('file://', '')).toBe(printed);
  });

  it('shows the functions where there are no source maps', async () => {
    const project = createUserProject({ 'deep.js': compile(false) });
    const names = placesIn(await new Running(['deep.js'], project.folder).outcome).map((place) => place.split(' ')[0]);
    expect(names).toEqual(Array.from({ length: 13 }, () => ['closure', 'deep']).flat());
  });

  it('shows the places in the source where Node follows source maps', async () => {
    const project = createUserProject({ 'deep.js': compile('inline') });
    const places = placesIn(await new Running(['--enable-source-maps', 'deep.js'], project.folder).outcome);
    const expected = [
      ['closure deep.js:8'],
      ...Array.from({ length: 12 }, () => ['deep deep.js:13', 'closure deep.js:10']),
      ['deep deep.js:13'],
    ];
    expect(places).toEqual(expected.flat());
  });
});

/** Errors that pass from one greenlet to another, one that is thrown in a callback after a wait, and one that is refused. */
const PASSING = `
function fail() { sleep(1); throw new Error('failed'); }
async function failLater() { sleep(1); throw new Error('failed'); }
const callback = () => { throw new Error('in a callback'); };
const programs = [
  function got() { return [spawn(fail).get()]; },
  function joined() { const task = spawn(fail); task.join(); throw task.exception; },
  function pooled() { return [new Pool(2).map(fail, [1])]; },
  function grouped() { return [taskGroup((group) => { group.spawn(fail); sleep(5); })]; },
  function awaited() { return [wait(failLater())]; },
  function late() { return [withTimeout(1, () => { sleep(1000); return 1; })]; },
  function killed() { const task = spawn(fail); task.kill(); throw task.value; },
  function called() { sleep(1); return [[1].map(callback)]; },
  function refused() { sleep(1); return [spawn(1)]; },
  function below() { sleep(1); return [Reflect.apply(unmarked, null, [() => { sleep(1); return 1; }])]; },
];
programs.reduce((before, each) => before.then(() => run(each)).catch((error) => console.log(error.stack)), Promise.resolve());
`;

const NAMES = '{ Pool, run, sleep, spawn, taskGroup, wait, withTimeout }';

describe('Stacks of the command and the loader', () => {
  it.each([
    ['ES modules', 'passing.mjs', `import ${NAMES} from 'greenlets';`],
    ['CommonJS', 'passing.cjs', `const ${NAMES} = require('greenlets');`],
  ])('have no line of the library: %s', async (_title, file, imports) => {
    const unmarked = 'globalThis.unmarked = (fn) => fn();';
    const project = createUserProject({
      'unmarked.cjs': unmarked,
      [file]: `'use greenlet';${imports}${PASSING}`,
    });
    const args = ['--require', './unmarked.cjs', file];
    for (const { stdout } of [
      await nodeWithRegister(project, args),
      await nodeWithRegister(project, args, { GREENLETS_STACKS: '0' }),
    ]) {
      const lines = stdout.split('\n').filter((line) => line.startsWith('    at '));
      expect(stdout.match(/^\w+: /gm)).toHaveLength(10);
      // Where the machine is slow, what follows a wait begins in a timer of Node.
      const others = lines.filter((line) => !/\((?:<anonymous>|node:[^)]+)\)$/.test(line));
      expect(others.filter((line) => !line.includes(project.folder))).toEqual([]);
    }
  });
});

/** Looks at the stack after a wait, without throwing anything. */
const LOOKING = `
function look() {
  console.trace('here');
  return new Error('there').stack;
}
function inner() {
  'use greenlet';
  sleep(1);
  const stack = look();
  return stack;
}
function outer() {
  'use greenlet';
  const stack = inner();
  return stack;
}
run(outer).then((stack) => console.error(stack));
`;

const IMPORTS = { stacks: "import 'greenlets/stacks';\n", library: "import { run, sleep } from 'greenlets';" };
const REQUIRES = { stacks: "require('greenlets/stacks');\n", library: "const { run, sleep } = require('greenlets');" };

/** Of both stacks that the program prints: the lines of the source, or the functions. Node itself names some functions after what they call. */
function linesIn({ stderr }: { stderr: string }): number[] {
  return [...stderr.matchAll(/^ {4}at .*looking\.c?js:(\d+):\d+\)?$/gm)].map(([, line]) => Number(line));
}

function functionsIn({ stderr }: { stderr: string }): (string | undefined)[] {
  return [...stderr.matchAll(/^ {4}at (\S+) \(.*looking\.c?js:/gm)].map(([, name]) => name);
}

/** Looks before anything has waited, and afterwards; by way of a callback, and where the library refuses an argument. */
const NAMED = `'use greenlet';
import { sleep } from 'greenlets';
function inner(ms) {
  sleep(ms);
  console.log(new Error('made').stack);
}
function outer(ms) {
  const done = [1].map((n) => { inner(ms); return n; });
  return done;
}
console.log(new Error('at first').stack);
outer(1);
try {
  outer('x');
} catch (error) {
  console.log(error.stack);
}
console.trace('at last');
`;

/** `console.trace` in `look`, `inner`, `outer`; the same for the error. */
const LINES = [3, 9, 14, 4, 9, 14];

describe('Stacks on the spot', () => {
  it('have the name of the function in each line, and no line of the library', async () => {
    const project = createUserProject({ 'named.js': NAMED });
    const { stdout, stderr } = await greenlets(project, 'run', 'named.js');
    const lines = `${stdout}${stderr}`.split('\n').filter((line) => line.startsWith('    at '));
    const shown = lines.map(
      (line) => /^ {4}at (?:\w+\.)?(\w+|<anonymous>) \(.*named\.js:(\d+):\d+\)$/.exec(line)?.slice(1).join(' ') ?? line,
    );
    const below = (line: number): string[] => ['<anonymous> 8', 'outer 8', `<anonymous> ${line}`];
    expect(shown).toEqual([
      '<anonymous> 11',
      ...['inner 5', ...below(12)],
      ...['inner 4', ...below(14)],
      '<anonymous> 18',
    ]);
  });

  it('are shown by the command and the loader, mapped, unless that is not wanted', async () => {
    const project = createUserProject({ 'looking.js': `${IMPORTS.library}${LOOKING}` });
    expect(linesIn(await greenlets(project, 'run', 'looking.js'))).toEqual(LINES);
    const without = await nodeWithRegister(project, ['looking.js'], { GREENLETS_STACKS: '0' });
    expect(linesIn(without)).toEqual(LINES.filter((line) => line !== 14));
    const inProduction = await nodeWithRegister(project, ['looking.js'], { NODE_ENV: 'production' });
    expect(linesIn(inProduction)).toEqual(LINES.filter((line) => line !== 14));
  });

  it.each([
    ['ES modules', 'looking.js', IMPORTS],
    ['CommonJS', 'looking.cjs', REQUIRES],
  ])('are shown where greenlets/stacks is imported: %s', async (_title, file, { stacks, library }) => {
    const source = `${stacks}${library}${LOOKING}`;
    const plugins = [join(root, 'dist/plugin.cjs')];
    const sourceType = file.endsWith('.cjs') ? 'script' : 'module';
    const options = {
      filename: file,
      sourceType,
      configFile: false,
      babelrc: false,
      plugins,
      sourceMaps: 'inline',
    } as const;
    const project = createUserProject({ [file]: transformSync(source, options)?.code ?? '' });
    const run = (...args: string[]): Promise<Outcome> => new Running([...args, file], project.folder).outcome;
    expect(linesIn(await run('--enable-source-maps'))).toEqual(LINES.map((line) => line + 1));
    expect(functionsIn(await run())).toEqual(['look', 'inner', 'outer', 'look', 'inner', 'outer']);
  });
});
