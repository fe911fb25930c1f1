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
