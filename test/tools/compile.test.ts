import { readdirSync, readFileSync } from 'node:fs';
import { greenlets } from './command.ts';
import { createProject, DOUBLE, ES_MODULES } from './project.ts';

const MAIN = `import { double } from './lib/double.ts';\nexport const four: number = double(2);\n`;
const files = { ...ES_MODULES, 'src/main.ts': MAIN, 'src/lib/double.ts': DOUBLE, 'plain.js': 'export const a = 1;\n' };

describe('greenlets compile', () => {
  it('prints what a file is compiled to', async () => {
    const { exitCode, stdout } = await greenlets(createProject(files), 'compile', 'src/lib/double.ts');
    expect(exitCode).toBe(0);
    expect(stdout).toContain('greenlets/internal');
    expect(stdout).not.toMatch(/: number|^\/\//m);
  });

  it('prints files under their names if there are several', async () => {
    const { stdout } = await greenlets(createProject(files), 'compile', 'plain.js', 'src/main.ts');
    expect(stdout).toBe(
      `// plain.js\nexport const a = 1;\n` +
        `// src/main.ts\nimport { double } from './lib/double.ts';\nexport const four = double(2);\n`,
    );
  });

  it('prints the program after each pass with --passes', async () => {
    const source = `export class C {\n  x = f();\n  m() {\n    'use greenlet';\n    if (g()) return class { x = f(); };\n  }\n}\n`;
    const project = createProject({ 'main.mjs': source });
    const { exitCode, stdout } = await greenlets(project, 'compile', '--passes', 'main.mjs');
    expect(exitCode).toBe(0);
    const headings = [...stdout.matchAll(/^\/\/ ([\w/-]+)(: as before)?$/gm)].map(([, pass, same]) => [pass, !same]);
    expect(headings[0]).toEqual(['1-mark/mark', true]);
    expect(headings.at(-1)).toEqual(['output', true]);
    const changed = headings.filter(([, isChanged]) => isChanged).map(([pass]) => pass);
    expect(changed).toContain('4-normalize/instance-fields');
    expect(changed).not.toContain('4-normalize/class-parents');
    const fields = stdout.slice(stdout.indexOf('// 4-normalize/instance-fields'), stdout.indexOf('// 3-analyze'));
    expect(fields).toContain('defineFields(this, {');
    expect(fields).not.toContain('pc');
    expect(stdout).toContain('greenlets/internal');
  });

  it('compiles unmarked functions with --mark all', async () => {
    const project = createProject({ 'main.mjs': 'export function f(g) { return g() + 1; }' });
    expect((await greenlets(project, 'compile', 'main.mjs')).stdout).not.toContain('greenlets/internal');
    expect((await greenlets(project, 'compile', '--mark', 'all', 'main.mjs')).stdout).toContain('greenlets/internal');
  });

  it('writes files that run, to a folder', async () => {
    const project = createProject(files);
    const { exitCode, stdout } = await greenlets(
      project,
      ...['compile', '--out-dir', 'out', '--source-maps', 'src/main.ts', 'src/lib/double.ts'],
    );
    expect({ exitCode, stdout }).toEqual({ exitCode: 0, stdout: '' });
    expect(readdirSync(project.path('out'), { recursive: true }).sort()).toEqual(
      ['lib', 'lib/double.js', 'lib/double.js.map', 'main.js', 'main.js.map'].sort(),
    );
    const main = readFileSync(project.path('out/main.js'), 'utf8');
    expect(main).toContain(`from "./lib/double.js"`);
    expect(main).toContain('//# sourceMappingURL=main.js.map');
  });

  it('shows syntax errors with a code frame', async () => {
    const project = createProject({ 'bad.ts': 'const = 1;' });
    const { exitCode, stderr } = await greenlets(project, 'compile', 'bad.ts');
    expect(stderr).toContain(`${project.path('bad.ts')}: Unexpected token (1:6)`);
    expect(stderr).toContain('> 1 | const = 1;');
    expect(exitCode).toBe(1);
  });

  it.each([
    [['missing.ts'], 'error: cannot find missing.ts\n'],
    [['package.json'], 'error: cannot compile package.json: expected JavaScript or TypeScript\n'],
    [
      ['--passes', '--out-dir', 'out', 'plain.js'],
      `error: option '--passes' cannot be used with option '--out-dir <folder>'\n`,
    ],
    [['--out-dir', '.', 'plain.js'], 'error: cannot write plain.js: it would overwrite its source\n'],
  ])('refuses %j', async (args, message) => {
    const { exitCode, stderr } = await greenlets(createProject(files), 'compile', ...args);
    expect({ exitCode, stderr }).toEqual({ exitCode: 2, stderr: message });
  });
});

describe('Code that is nested too deeply for Babel', () => {
  it.each([
    ['a chain of calls', `k${'.a(f(1))'.repeat(2000)}`],
    ['calls in one another', `${'f('.repeat(1500)}1${')'.repeat(1500)}`],
    ['a sum', `${'k + '.repeat(6000)}f(1)`],
  ])('is refused with a code, and no stack of Babel: %s', async (_, expression) => {
    const project = createProject({ 'deep.js': `'use greenlet'; function main(f, k) { return ${expression}; }` });
    const { exitCode, stderr } = await greenlets(project, 'compile', '--out-dir', 'out', 'deep.js');
    expect(exitCode).toBe(1);
    expect(stderr).toMatch(/deep\.js: GREENLETS105: .+ ran out of stack.+--stack-size/);
    expect(stderr).not.toContain('RangeError');
    expect(stderr.length).toBeLessThan(1000);
  });
});
