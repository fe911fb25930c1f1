import { greenlets } from './command.ts';
import { COMMONJS, createProject, DOUBLE, ES_MODULES } from './project.ts';

const MAIN = `
  import { run } from 'greenlets';
  import { double } from './double.js';
  function main(): number {
    'use greenlet';
    return double(1) + double(20);
  }
  run(main).then((result) => console.log(result));`;

describe('greenlets run, with ES modules', () => {
  it('compiles TypeScript and finds ./x.ts as ./x.js', async () => {
    const project = createProject({ ...ES_MODULES, 'main.ts': MAIN, 'double.ts': DOUBLE });
    expect(await greenlets(project, 'run', 'main.ts')).toEqual({ exitCode: 0, stdout: '42\n', stderr: '' });
  });

  it('prefers the TypeScript source to JavaScript beside it, as tsc does', async () => {
    const project = createProject({
      ...ES_MODULES,
      'main.ts': MAIN,
      'double.ts': DOUBLE,
      'double.js': 'export const double = () => 0;',
    });
    expect((await greenlets(project, 'run', 'main.ts')).stdout).toBe('42\n');
  });

  it('compiles JavaScript, and waits at its top level', async () => {
    const project = createProject({
      'main.mjs': `
        import { run, sleep } from 'greenlets';
        console.log(await run(function () { 'use greenlet'; sleep(0); return 'slept'; }));`,
    });
    expect((await greenlets(project, 'run', 'main.mjs')).stdout).toBe('slept\n');
  });

  it('says what marks the top level, which it does not mark with everything else', async () => {
    const project = createProject({ 'main.mjs': `import { sleep } from 'greenlets';\nsleep(0);` });
    expect((await greenlets(project, 'run', '--mark', 'all', 'main.mjs')).stderr).toContain(
      'start one with run() or spawn(), or put "use greenlet" first in the file, whose top level may block then',
    );
  });

  it('finds files without extension and the index of a folder', async () => {
    const project = createProject({
      ...ES_MODULES,
      'main.ts': `import { a } from './a'; import { b } from './b'; console.log(a + b);`,
      'a.mts': 'export const a: number = 1;',
      'b/index.tsx': 'export const b: number = 2;',
    });
    expect((await greenlets(project, 'run', 'main')).stdout).toBe('3\n');
  });

  it('takes a file that no package.json describes for what its syntax says', async () => {
    const project = createProject({
      'main.ts': `import { path } from './path.ts'; console.log(await Promise.resolve(path as string));`,
      'path.ts': `import path = require('node:path'); export = { path: path.basename('/a/b') };`,
    });
    expect((await greenlets(project, 'run', 'main.ts')).stdout).toBe('b\n');
  });

  it('imports the named exports of CommonJS, also re-exported ones', async () => {
    const project = createProject({
      ...ES_MODULES,
      'main.ts': `
        import all, { a, b } from './a.cjs';
        import { c } from './c.cjs';
        console.log(a, b, c, all.a);`,
      'a.cts': `export const a: number = 1; export * from './b.cjs';`,
      'b.cts': 'export const b: number = 2; export default b;',
      'c.cjs': `exports.c = function () { 'use greenlet'; }.name + 'c';`,
    });
    expect((await greenlets(project, 'run', 'main.ts')).stdout).toBe('1 2 c 1\n');
  });

  it('leaves JSON, import.meta and dynamic import as they are', async () => {
    const project = createProject({
      ...ES_MODULES,
      'main.ts': `
        import data from './data.json' with { type: 'json' };
        const { later } = await import('./later.ts');
        console.log(data.answer, later, import.meta.url);`,
      'later.ts': `export const later: string = 'later';`,
      'data.json': '{ "answer": 42 }',
    });
    const { stdout } = await greenlets(project, 'run', 'main.ts');
    expect(stdout).toBe(`42 later file://${project.path('main.ts')}\n`);
  });

  it('compiles JSX', async () => {
    const project = createProject({
      ...ES_MODULES,
      'main.tsx': `console.log(<b title="x">{1 as number}</b>);`,
      'node_modules/react/package.json': '{ "exports": { "./jsx-runtime": "./jsx-runtime.js" } }',
      'node_modules/react/jsx-runtime.js': 'exports.jsx = (type, props) => `${type} ${props.title} ${props.children}`;',
    });
    expect((await greenlets(project, 'run', 'main.tsx')).stdout).toBe('b x 1\n');
  });
});

describe('greenlets run, with CommonJS', () => {
  it('compiles TypeScript that is written with import and export', async () => {
    const project = createProject({ ...COMMONJS, 'main.ts': MAIN, 'double.ts': DOUBLE });
    expect(await greenlets(project, 'run', 'main.ts')).toEqual({ exitCode: 0, stdout: '42\n', stderr: '' });
  });

  it('requires TypeScript, JSON and ES modules, and compiles them', async () => {
    const project = createProject({
      ...COMMONJS,
      'main.js': `
        const { run } = require('greenlets');
        const { double } = require('./double');
        const data = require('./data.json');
        run(function () { 'use greenlet'; return double(data.answer); }).then(console.log);`,
      'double.mts': DOUBLE,
      'double.js': `module.exports = require('./double.mts');`,
      'data.json': '{ "answer": 21 }',
    });
    expect(await greenlets(project, 'run', 'main.js')).toMatchObject({ exitCode: 0, stdout: '42\n' });
  });

  it('gives modules all that Node gives them', async () => {
    const project = createProject({
      ...COMMONJS,
      'main.ts': `
        import { basename } from 'node:path';
        const { self } = require('./self') as { self: NodeModule };
        console.log(require.main === module, basename(__filename), require.cache[self.id] === self, self.parent === module);`,
      'self.ts': 'export const self: NodeModule = module;',
    });
    expect((await greenlets(project, 'run', 'main.ts')).stdout).toBe('true main.ts true true\n');
  });
});

describe('greenlets run, with installed packages', () => {
  const files = {
    'main.mjs': `
      import { run } from 'greenlets';
      import { nap } from 'nap';
      await run(function () { 'use greenlet'; console.log(nap()); });`,
    'node_modules/nap/package.json': '{ "name": "nap", "type": "module", "exports": "./nap.js" }',
    'node_modules/nap/nap.js': `
      import { sleep } from 'greenlets';
      export function nap() { 'use greenlet'; sleep(0); return 'rested'; }`,
  };

  it('does not compile them', async () => {
    const { exitCode, stderr } = await greenlets(createProject(files), 'run', 'main.mjs');
    expect(exitCode).toBe(1);
    expect(stderr).toContain('SwitchError');
  });

  it('compiles those that --include names', async () => {
    const { stdout } = await greenlets(createProject(files), 'run', '--include', 'node_modules/nap/**', 'main.mjs');
    expect(stdout).toBe('rested\n');
  });

  it('uses the runtime that the project has installed', async () => {
    const project = createProject({
      ...ES_MODULES,
      'main.ts': `import { run } from 'greenlets'; console.log(run as string);`,
      'node_modules/greenlets/package.json': '{ "name": "greenlets", "exports": "./index.js" }',
      'node_modules/greenlets/index.js': `exports.run = 'the one in the project';`,
    });
    expect((await greenlets(project, 'run', 'main.ts')).stdout).toBe('the one in the project\n');
  });
});
