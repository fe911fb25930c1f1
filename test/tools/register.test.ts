import { symlinkSync } from 'node:fs';
import { nodeWithRegister } from './command.ts';
import { COMMONJS, createProject, DOUBLE, ES_MODULES } from './project.ts';

const MAIN = `
  import { run } from 'greenlets';
  import { double } from './double.js';
  function main(): number {
    'use greenlet';
    return double(21);
  }
  run(main).then((result: number) => console.log(result, process.argv.slice(2)));`;

describe('node --import greenlets/register', () => {
  it.each([
    ['ES modules', ES_MODULES],
    ['CommonJS', COMMONJS],
  ])('compiles %s', async (_, type) => {
    const project = createProject({ ...type, 'main.ts': MAIN, 'double.ts': DOUBLE });
    const outcome = await nodeWithRegister(project, ['main.ts', 'a', '-b']);
    expect(outcome).toEqual({ exitCode: 0, stdout: `42 [ 'a', '-b' ]\n`, stderr: '' });
  });

  it('starts CommonJS as the main module, also through a link', async () => {
    const project = createProject({
      ...COMMONJS,
      'main.ts': `console.log(require.main === module, module.id as string);`,
    });
    symlinkSync(project.path('main.ts'), project.path('link.ts'));
    expect((await nodeWithRegister(project, ['main.ts'])).stdout).toBe('true .\n');
    expect((await nodeWithRegister(project, ['link.ts'])).stdout).toBe('true .\n');
  });

  it('compiles the worker threads of the program as well', async () => {
    const project = createProject({
      ...ES_MODULES,
      'main.ts': `
        import { Worker } from 'node:worker_threads';
        new Worker(new URL('./worker.ts', import.meta.url)).on('message', (result: number) => console.log(result));`,
      'worker.ts': `
        import { parentPort } from 'node:worker_threads';
        import { run } from 'greenlets';
        import { double } from './double';
        parentPort!.postMessage(await run(function (): number { 'use greenlet'; return double(21); }));`,
      'double.ts': DOUBLE,
    });
    expect(await nodeWithRegister(project, ['main.ts'])).toMatchObject({ exitCode: 0, stdout: '42\n' });
  });

  it('takes its options from GREENLETS_OPTIONS', async () => {
    const project = createProject({
      'main.mjs': `
        import { run, sleep } from 'greenlets';
        await run(() => { sleep(0); console.log('slept'); });`,
    });
    const env = { GREENLETS_OPTIONS: '{ "mark": "all" }' };
    expect((await nodeWithRegister(project, ['main.mjs'], env)).stdout).toBe('slept\n');
  });

  it.each([
    ['{ mark: all }', 'expected JSON as GREENLETS_OPTIONS, got `"{ mark: all }"` (string)'],
    ['{ "include": 3 }', 'expected an array of globs as option `include`, got `3` (number)'],
  ])('refuses the options %s', async (options, message) => {
    const project = createProject({ 'main.mjs': '' });
    const { exitCode, stderr } = await nodeWithRegister(project, ['main.mjs'], { GREENLETS_OPTIONS: options });
    expect(stderr).toContain(message);
    expect(exitCode).toBe(1);
    expect(stderr).not.toMatch(/dist|^ {4}at /m);
  });

  it('leaves it to the plugin to refuse options that it does not know', async () => {
    const project = createProject({ 'main.mjs': `function f() { 'use greenlet'; }` });
    const env = { GREENLETS_OPTIONS: '{ "stres": true }' };
    expect((await nodeWithRegister(project, ['main.mjs'], env)).stderr).toMatch(/stres\b.*\n.*stress/);
  });
});
