import { findEntry } from '../../tools/cli/entry.ts';
import { greenlets } from './command.ts';
import { createProject, ES_MODULES } from './project.ts';

const PRINT_ARGUMENTS = `console.log(JSON.stringify(process.argv)); process.exitCode = 7;`;

describe('A program that greenlets run starts', () => {
  it('has the arguments and the exit code that it would have under node', async () => {
    const project = createProject({ 'main.mjs': PRINT_ARGUMENTS });
    const { exitCode, stdout } = await greenlets(project, 'run', 'main.mjs', 'a', '--stress', '-x', '--', 'b');
    expect(JSON.parse(stdout)).toEqual([process.execPath, project.path('main.mjs'), 'a', '--stress', '-x', '--', 'b']);
    expect(exitCode).toBe(7);
  });

  it('finds Error as Node made it', async () => {
    const project = createProject({
      'main.cts': `
        const limit: number = Error.stackTraceLimit;
        console.log(limit, String(Error.prepareStackTrace).includes('Babel'), new Error('x').stack?.includes('cts:3:'));`,
    });
    expect((await greenlets(project, 'run', 'main.cts')).stdout).toBe('10 false true\n');
  });

  it('exits with 13, as under node, when its top level waits for nothing', async () => {
    const project = createProject({ 'main.mts': `await new Promise<never>(() => {});` });
    expect((await greenlets(project, 'run', 'main.mts')).exitCode).toBe(13);
  });

  it.each([
    [13, 'is marked and waits for nothing', `import './stuck.mts';`],
    [
      5,
      'has set its exit code itself',
      `process.on('exit', () => { process.exitCode = 5; }); await import('./stuck.mts');`,
    ],
    [0, 'is caught', `await import('./stuck.mts').catch((error) => console.error(error.message));`],
  ])('exits with %d where its top level %s', async (code, _, main) => {
    const stuck = `'use greenlet';\nimport { Event } from 'greenlets';\nnew Event({ name: 'never' }).wait();`;
    const project = createProject({ ...ES_MODULES, 'main.mts': main, 'stuck.mts': stuck });
    const { exitCode, stderr } = await greenlets(project, 'run', 'main.mts');
    expect([exitCode, stderr]).toEqual([code, expect.stringContaining('waits for Event.wait(): Event "never"')]);
  });
});

describe('The options of greenlets run', () => {
  const unmarked = {
    ...ES_MODULES,
    'main.ts': `
      import { run, sleep } from 'greenlets';
      function main(): string { sleep(0); return 'done'; }
      await run(main).then(console.log, (error: Error) => console.log(error.name));`,
  };

  it('--mark all compiles functions that are not marked', async () => {
    const project = createProject(unmarked);
    expect((await greenlets(project, 'run', 'main.ts')).stdout).toBe('SwitchError\n');
    expect((await greenlets(project, 'run', '--mark', 'all', 'main.ts')).stdout).toBe('done\n');
  });

  it('--stress suspends once at every call', async () => {
    const project = createProject({
      ...ES_MODULES,
      'main.ts': `
        import { run, spawn, joinAll } from 'greenlets';
        const log: string[] = [];
        const note = (text: string): void => { log.push(text); };
        function work(name: string): void { 'use greenlet'; for (let i = 0; i < 2; i++) note(name + i); }
        await run(function () { 'use greenlet'; joinAll([spawn(work, 'a'), spawn(work, 'b')]); });
        console.log(log.join(' '));`,
    });
    expect((await greenlets(project, 'run', 'main.ts')).stdout).toBe('a0 a1 b0 b1\n');
    expect((await greenlets(project, 'run', '--stress', 'main.ts')).stdout).toBe('a0 a1 b0 b1\n');
  });

  it('--no-patch leaves fs alone', async () => {
    const project = createProject({
      'main.mjs': `
        import { existsSync } from 'node:fs';
        const original = { existsSync };
        function isOriginal() { 'use greenlet'; return existsSync === original.existsSync; }
        console.log(isOriginal());`,
    });
    expect((await greenlets(project, 'run', 'main.mjs')).stdout).toBe('false\n');
    expect((await greenlets(project, 'run', '--no-patch', 'main.mjs')).stdout).toBe('true\n');
  });

  it('are refused, with a suggestion, when there are none like that', async () => {
    const { exitCode, stderr } = await greenlets(createProject({}), 'run', '--stres', 'main.ts');
    expect(stderr).toBe(`error: unknown option '--stres'\n(Did you mean --stress?)\n`);
    expect(exitCode).toBe(2);
  });
});

describe('The command greenlets', () => {
  const project = createProject({});

  it('shows its help when there is nothing to do', async () => {
    const { exitCode, stderr } = await greenlets(project);
    expect(stderr).toMatch(/^Usage: greenlets .*\n[^]*run [^]*compile /);
    expect(exitCode).toBe(1);
  });

  it('shows its help and its version when asked to', async () => {
    const help = await greenlets(project, '--help');
    const version = await greenlets(project, '--version');
    expect(help).toMatchObject({ exitCode: 0, stdout: expect.stringMatching(/^Usage: greenlets /) });
    expect(version).toMatchObject({ exitCode: 0, stdout: expect.stringMatching(/^\d+\.\d+\.\d+\n$/) });
  });

  it('runs what the package of a folder calls its main file', () => {
    const main = createProject({ 'package.json': '{ "main": "lib/start" }', 'lib/start.js': '' });
    expect(findEntry(main.path('.'))).toBe(main.path('lib/start.js'));
    expect(() => findEntry(main.path('lib'))).toThrow('cannot run the folder');
  });

  it('says in one line that a file is missing', async () => {
    const { exitCode, stderr } = await greenlets(project, 'run', 'missing.ts');
    expect(stderr).toBe('error: cannot find missing.ts\n');
    expect(exitCode).toBe(2);
  });
});
