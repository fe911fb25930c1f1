import { greenlets, nodeWithRegister } from './command.ts';
import { createProject, COMMONJS, ES_MODULES } from './project.ts';

const BAD_SYNTAX = 'interface A {}\nconst x: A = ;\n';
const REFUSED = `function f(a) {\n  'use greenlet';\n  with (a) b();\n}\n`;
const THROWS = `
interface Erased { a: string }

function boom(x: number): never {
  'use greenlet';
  throw new RangeError('boom ' + x);
}
boom(3);`;

describe('A module that there is not', () => {
  it.each([
    ['run', '--green', `'patch' waits for "missing"`],
    ['run', '--patch=missing=./main.js', `'patch' replaces "missing"`],
    ['compile', '--green', `'patch' waits for "missing"`],
    ['check', '--green', `'patch' waits for "missing"`],
    ['profile', '--green', `'patch' waits for "missing"`],
    ['tsc', '--green', `'patch' waits for "missing"`],
  ])('is wrong use of the command %s, given by %s', async (command, option, message) => {
    const project = createProject({ ...ES_MODULES, 'main.js': '' });
    const args = option === '--green' ? ['--green', 'missing'] : [option];
    expect(await greenlets(project, command, ...args, 'main.js')).toEqual({
      exitCode: 2,
      stdout: '',
      stderr: `error: ${message}, but there is no such module, seen from ${project.folder}\n`,
    });
  });
});

describe('A syntax error', () => {
  it('is shown with file and code frame, and nothing of the compiler', async () => {
    const project = createProject({ ...ES_MODULES, 'main.ts': BAD_SYNTAX });
    const { exitCode, stderr } = await greenlets(project, 'run', 'main.ts');
    expect(stderr).toContain(`${project.path('main.ts')}: Unexpected token (2:13)`);
    expect(stderr).toContain('> 2 | const x: A = ;\n    |              ^');
    expect(stderr).not.toMatch(/@babel|dist\//);
    expect(exitCode).toBe(1);
  });

  it.each(['import "./bad.ts";', 'import("./bad.ts");'])(
    'is shown the same way for a file reached by %s',
    async (main) => {
      const project = createProject({ ...ES_MODULES, 'main.ts': main, 'bad.ts': BAD_SYNTAX });
      const { exitCode, stderr } = await greenlets(project, 'run', 'main.ts');
      expect(stderr).toContain(`${project.path('bad.ts')}: Unexpected token (2:13)`);
      expect(stderr).toContain('> 2 | const x: A = ;');
      expect(stderr).not.toMatch(/@babel|dist\//);
      expect(exitCode).toBe(1);
    },
  );

  it('is shown the same way for a file that is required', async () => {
    const project = createProject({ ...COMMONJS, 'main.js': 'require("./bad");', 'bad.ts': BAD_SYNTAX });
    const { exitCode, stderr } = await greenlets(project, 'run', 'main.js');
    expect(stderr).toContain(`${project.path('bad.ts')}: Unexpected token (2:13)`);
    expect(stderr).not.toContain('@babel');
    expect(exitCode).toBe(1);
  });

  it('is shown the same way under node --import greenlets/register', async () => {
    const project = createProject({ ...ES_MODULES, 'main.ts': BAD_SYNTAX });
    const { exitCode, stderr } = await nodeWithRegister(project, ['main.ts']);
    expect(stderr).toContain(`${project.path('main.ts')}: Unexpected token (2:13)`);
    expect(stderr).toContain('> 2 | const x: A = ;');
    expect(stderr).not.toMatch(/@babel|dist\//);
    expect(exitCode).toBe(1);
  });

  it.each([
    [
      'const d = (x) => x;\n@d class A {}',
      'Decorators and auto-accessors are compiled in TypeScript: call the file .ts or .mts.',
    ],
    [
      'class A { accessor x = 1; }',
      'Decorators and auto-accessors are compiled in TypeScript: call the file .ts or .mts.',
    ],
    [
      'const x = a |> b;',
      'This syntax is not part of the language. Compile the file with Babel, and "greenlets/plugin"',
    ],
    ["import x = require('y'); x;", "write `import x from '...';` in it, or call it .cts.", 'main.ts'],
  ])('does not speak of a configuration that nobody reads: %j', async (code, advice, main = 'main.js') => {
    const project = createProject({ ...ES_MODULES, [main]: `'use greenlet';\n${code}` });
    const { exitCode, stderr } = await greenlets(project, 'run', main);
    expect(stderr).toContain(advice);
    expect(stderr).not.toMatch(/@babel|Babel config|BABEL_SHOW/);
    expect(exitCode).toBe(1);
  });

  it('can be caught by the program as a SyntaxError', async () => {
    const project = createProject({
      ...COMMONJS,
      'main.js': `try { require('./bad'); } catch (error) { console.log(error instanceof SyntaxError, error.message); }`,
      'bad.ts': BAD_SYNTAX,
    });
    expect((await greenlets(project, 'run', 'main.js')).stdout).toContain('true /');
  });
});

describe('What the plugin refuses to compile', () => {
  it('is shown with its code, file and code frame', async () => {
    const project = createProject({ 'main.cjs': REFUSED });
    const { exitCode, stderr } = await greenlets(project, 'run', 'main.cjs');
    expect(stderr).toContain(project.path('main.cjs'));
    expect(stderr).toMatch(/GREENLETS\d+/);
    expect(stderr).toContain(`> 3 |   with (a) b();`);
    expect(stderr).not.toMatch(/@babel|dist\//);
    expect(exitCode).toBe(1);
  });
});

describe('An uncaught error', () => {
  it.each([
    ['an ES module', ES_MODULES],
    ['CommonJS', COMMONJS],
  ])('shows where it was thrown in the source of %s', async (_, type) => {
    const project = createProject({ ...type, 'main.ts': THROWS });
    const { exitCode, stderr } = await greenlets(project, 'run', 'main.ts');
    expect(stderr).toContain('RangeError: boom 3');
    expect(stderr).toContain(`at boom (${project.path('main.ts')}:6:9)`);
    expect(stderr).toContain(`${project.path('main.ts')}:8:1`);
    expect(exitCode).toBe(1);
  });

  it('shows where it was thrown in a greenlet that was suspended before', async () => {
    const project = createProject({
      ...ES_MODULES,
      'main.ts': `
import { run, sleep } from 'greenlets';
interface Erased { a: string }
function fail(x: number): never {
  'use greenlet';
  sleep(0);
  throw new RangeError('late ' + x);
}
await run(fail, 1);`,
    });
    const { exitCode, stderr } = await greenlets(project, 'run', 'main.ts');
    expect(stderr).toContain('RangeError: late 1');
    expect(stderr).toContain(`at fail (${project.path('main.ts')}:7:9)`);
    expect(exitCode).toBe(1);
  });
});

describe('An error that nobody asks for', () => {
  const program = (main: string): Record<string, string> => ({
    ...ES_MODULES,
    'main.ts': `
'use greenlet';
import { Event, joinAll, setErrorHandler, sleep, spawn, spawnRaw } from 'greenlets';
function fail(): never {
  throw new RangeError('lost');
}
${main}
sleep(5);
console.log('goes on');`,
  });

  it.each([
    ['of a greenlet', 'spawn(fail).name = "worker";', 'Uncaught error in worker: RangeError: lost'],
    ['of one that is joined', 'joinAll([spawn(fail)]);', 'RangeError: lost'],
    ['of a raw greenlet', 'spawnRaw(fail);', 'Uncaught error in fail-1: RangeError: lost'],
    ['of a link', 'spawn(() => 1).link(fail);', 'RangeError: lost'],
    ['of a callback', 'spawn(() => 1).rawlink(fail);', 'Uncaught error in a callback of the hub: RangeError: lost'],
  ])('%s is printed, and the exit code is 1', async (_, main, printed) => {
    const { exitCode, stdout, stderr } = await greenlets(createProject(program(main)), 'run', 'main.ts');
    expect(stderr).toContain(printed);
    expect(stdout).toBe('goes on\n');
    expect(exitCode).toBe(1);
  });

  it.each([
    ['a handler of the program decides', 'setErrorHandler(() => {}); spawn(fail);', 0],
    [
      'a handler of the program passes it on',
      'const report = setErrorHandler((...a) => report(...a)); spawn(fail);',
      1,
    ],
    ['somebody asks for it late', 'const g = spawn(fail); sleep(5); try { g.get(); } catch {}', 0],
    ['somebody asks for one of two', 'const g = spawn(fail); spawn(fail); sleep(5); g.exception;', 1],
    ['the program has an exit code of its own', 'process.exitCode = 3; spawn(fail);', 3],
    ['the program sets one later', 'const g = spawn(fail); sleep(5); process.exitCode = 4; g.exception;', 4],
  ])('if %s: the exit code', async (_, main, expected) => {
    const { exitCode, stdout } = await greenlets(createProject(program(main)), 'run', 'main.ts');
    expect(stdout).toBe('goes on\n');
    expect(exitCode).toBe(expected);
  });

  it('in a program that is stuck is its message, with who waits for what', async () => {
    const project = createProject(
      program('for (let i = 0; i < 20; i++) spawn(() => new Event().wait());\nnew Event().wait();'),
    );
    const { exitCode, stderr } = await greenlets(project, 'run', 'main.ts');
    expect(stderr.match(/waits for Event\.wait\(\)/g)).toHaveLength(21);
    expect(stderr.split('\n').length).toBeLessThan(60);
    expect(exitCode).toBe(13);
  });
});
