import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { Running } from './command.ts';
import { createProject, ES_MODULES } from './project.ts';

const root = join(__dirname, '../..');
const jestCommand = join(root, 'node_modules/jest/bin/jest.js');
const published = (format: 'mjs' | 'cjs'): string => join(root, `dist/testing/snapshot.${format}`);

const SOURCE = `export function greet(name) {
  'use greenlet';
  return say(\`Hello, \${name}!\\n\`);
}
`;

interface Result {
  code?: string;
  text?: string;
  error?: { name: string; code?: string; message: string; stack: string };
}

/** Calls `compileFixture` with each of several lists of arguments, in a project of ES modules. */
function compileAll(calls: readonly (readonly unknown[])[]): Result[] {
  const project = createProject({
    ...ES_MODULES,
    'main.js': `
      import { compileFixture } from ${JSON.stringify(pathToFileURL(published('mjs')).href)};
      const results = ${JSON.stringify(calls)}.map((args) => {
        try {
          const fixture = compileFixture(...args);
          return { code: fixture.code, text: String(fixture) };
        } catch ({ name, code, message, stack }) {
          return { error: { name, code, message, stack } };
        }
      });
      console.log(JSON.stringify(results));`,
  });
  const output = execFileSync(process.execPath, ['main.js'], { cwd: project.folder, encoding: 'utf8' });
  return JSON.parse(output) as Result[];
}

describe('compileFixture', () => {
  it('compiles as the command does, and shows the source and the code', () => {
    const [result] = compileAll([[SOURCE]]);
    expect(result?.code).toContain('from "greenlets/internal"');
    expect(result?.text).toBe(`${SOURCE.trim()}\n\n      ↓ ↓ ↓ ↓ ↓ ↓\n\n${String(result?.code).trim()}`);
  });

  it('takes the options of the plugin, and knows the language by the name of the file', () => {
    const typed = 'export const read = (path: string): string => get(path);\n';
    const [plain, all, script] = compileAll([
      [typed, { filename: 'read.ts' }],
      [typed, { filename: 'read.ts', mark: 'all' }],
      [SOURCE.replace('export ', ''), { filename: 'read.cjs' }],
    ]);
    expect(plain?.code).toBe('export const read = path => get(path);');
    expect(all?.code).toContain('from "greenlets/internal"');
    expect(all?.code).not.toContain(': string');
    expect(script?.code).toContain('require("greenlets/internal")');
  });

  it('throws what the compiler refuses, with a code frame', () => {
    const [result] = compileAll([['function f() {\n  "use greenlet";\n  return eval("g()");\n}\n']]);
    expect(result?.error).toMatchObject({ code: expect.stringMatching(/^GREENLETS\d+$/) as string });
    expect(result?.error?.message).toMatch(/> 3 \|/);
  });

  it('names a refused file without the folder, so that snapshots are the same on every machine', () => {
    const results = compileAll([
      ['function f() {\n  "use greenlet";\n  return eval("g()");\n}\n'],
      ['let x = ;', { filename: 'src/broken.ts' }],
      [`${'('.repeat(30_000)}1${')'.repeat(30_000)}`],
    ]);
    expect(results.map(({ error }) => error?.message.split(' ')[0])).toEqual([
      'fixture.js:',
      'src/broken.ts:',
      'fixture.js:',
    ]);
    expect(
      results.map(({ error }) => /[/\\]greenlets-/.exec(`${String(error?.message)}${String(error?.stack)}`)),
    ).toEqual([null, null, null]);
  });

  it('refuses what is no source, and options that do not exist', () => {
    const results = compileAll([[3], ['', { filename: 3 }], ['', { marks: 'all' }], ['', 5], ['', { fileName: 'a' }]]);
    expect(results.map(({ error }) => error?.message)).toEqual([
      'expected the text of a program, got `3` (number)',
      'expected the name of a file as option `filename`, got `3` (number)',
      expect.stringMatching(/^expected options with `filename`, `mark`, .*`onPass`, got an unknown option `marks`$/),
      expect.stringMatching(/^expected options with `filename`, .*, got `5` \(number\)$/),
      expect.stringMatching(/, got an unknown option `fileName`$/),
    ]);
  });
});

it('Jest writes snapshots of compiled fixtures without quotes and escapes', async () => {
  const project = createProject({
    'package.json': '{}',
    'jest.config.cjs': `module.exports = { snapshotSerializers: [${JSON.stringify(published('cjs'))}] };`,
    'fixture.test.cjs': `
      const { compileFixture } = require(${JSON.stringify(published('cjs'))});
      test('greets', () => {
        expect(compileFixture(${JSON.stringify(SOURCE)})).toMatchSnapshot();
        expect({ other: 'value' }).toMatchSnapshot();
      });`,
  });
  const args = [jestCommand, '--ci=false', '--no-cache', '-i', '--testMatch', '**/*.test.cjs'];
  const { exitCode, stderr } = await new Running(args, project.folder).outcome;
  expect([exitCode, stderr]).toEqual([0, expect.stringContaining('2 snapshots written')]);
  const snapshot = readFileSync(project.path('__snapshots__/fixture.test.cjs.snap'), 'utf8');
  expect(snapshot).toContain("exports[`greets 1`] = `\nexport function greet(name) {\n  'use greenlet';\n");
  expect(snapshot).toContain('↓ ↓ ↓');
  expect(snapshot).toContain('{\n  "other": "value",\n}');
});
