import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { createProject, type Project } from './project.ts';

const root = join(__dirname, '../..');
const fromRoot = (path: string): string => JSON.stringify(join(root, path));

jest.setTimeout(60_000);

/** Jest as a user has it: with babel-jest, and the published plugin in the Babel configuration. */
function createJestProject(test: string, globalsCleanup: string): Project {
  return createProject({
    'package.json': '{}',
    'outlives.test.js': test,
    'babel.config.cjs': `
      module.exports = {
        presets: [[require.resolve(${fromRoot('node_modules/@babel/preset-env')}), { targets: { node: 'current' } }]],
        plugins: [${fromRoot('dist/plugin.cjs')}],
      };`,
    'jest.config.cjs': `
      module.exports = {
        testEnvironmentOptions: { globalsCleanup: '${globalsCleanup}' },
        transform: { '\\\\.js$': ${fromRoot('node_modules/babel-jest')} },
        moduleNameMapper: {
          '^greenlets$': ${fromRoot('dist/index.cjs')},
          '^greenlets/internal$': ${fromRoot('dist/internal.cjs')},
        },
      };`,
  });
}

async function runJest({ folder }: Project, ...args: string[]): Promise<{ exitCode: number; stderr: string }> {
  const jest = join(root, 'node_modules/jest/bin/jest.js');
  const child = spawn(process.execPath, [jest, '--no-cache', '-i', ...args], {
    cwd: folder,
    stdio: ['ignore', 'ignore', 'pipe'],
    timeout: 50_000,
    killSignal: 'SIGKILL',
  });
  let stderr = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
  const [exitCode] = (await once(child, 'close')) as [number];
  return { exitCode, stderr };
}

describe('A greenlet that outlives the tests of its file', () => {
  it.each(['soft', 'on', 'off'])('goes on undisturbed where Jest cleans up globals: %s', async (globalsCleanup) => {
    const project = createJestProject(
      `
      import { Queue, sleep, spawn } from 'greenlets';
      const { _rawDebug } = process;
      test('passes', async () => {
        'use greenlet';
        const queue = new Queue();
        spawn(() => _rawDebug('got ' + queue.get()));
        spawn(() => { sleep(100); sleep(1); queue.put('an item'); });
        sleep(1);
      });`,
      globalsCleanup,
    );
    const { exitCode, stderr } = await runJest(project);
    expect(stderr).toContain('got an item');
    expect(stderr).not.toContain('RangeError');
    expect(stderr).not.toContain('deleted');
    expect(exitCode).toBe(0);
  });
});

describe('A project without a configuration of Babel', () => {
  it('may write ES modules and import(), marked or not, and mock what they import', async () => {
    const project = createProject({
      'package.json': '{}',
      'jest.config.cjs': `
        module.exports = {
          transform: { '\\.js$': ${fromRoot('dist/jest.cjs')} },
          moduleNameMapper: {
            '^greenlets$': ${fromRoot('dist/index.cjs')},
            '^greenlets/internal$': ${fromRoot('dist/internal.cjs')},
          },
        };`,
      'node_modules/babel-jest/index.js': `module.exports = require(${fromRoot('node_modules/babel-jest')});`,
      'name.js': `export const name = () => 'real';`,
      'greet.js': `import { sleep } from 'greenlets'; import { name } from './name.js'; export function greet() { 'use greenlet'; sleep(1); return 'Hello, ' + name(); }`,
      'greet.test.js': `
        import { greet } from './greet.js';
        jest.mock('./name.js', () => ({ name: () => 'mock' }));
        test('greets', async () => { 'use greenlet'; expect(greet()).toBe('Hello, mock'); });`,
      'later.test.js': `
        test('greets later', async () => expect((await import('./name.js')).name()).toBe('real'));`,
    });
    const { exitCode, stderr } = await runJest(project);
    expect(stderr).toContain('Tests:       2 passed');
    expect(exitCode).toBe(0);
  });
});

describe('A transformer that moves calls of jest.mock above marks', () => {
  /** As ts-jest does: the calls come first, and marks are no directives then. */
  const MOVING = `
    const moved = /^ *jest\\.mock\\(.*\\);\\n/gm;
    exports.process = (source) => {
      const rest = source.replace(moved, '');
      const opened = rest.replace(/{ (?='use greenlet')/, "{ jest.mock('./other.js'); ");
      return { code: (source.match(moved) ?? []).join('') + opened };
    };`;

  const runMoved = async (test: string, ...args: string[]): Promise<{ exitCode: number; stderr: string }> => {
    const project = createProject({
      'package.json': '{}',
      'moving.js': MOVING,
      'name.js': `exports.name = 'real';`,
      'other.js': '',
      'jest.config.cjs': `
        module.exports = {
          transform: { '\\.test\\.js$': [${fromRoot('dist/jest.cjs')}, { transformer: require.resolve('./moving.js') }] },
          moduleNameMapper: {
            '^greenlets$': ${fromRoot('dist/index.cjs')},
            '^greenlets/internal$': ${fromRoot('dist/internal.cjs')},
          },
        };`,
      'moved.test.js': test,
    });
    return runJest(project, ...args);
  };

  it.each([[[]], [['--coverage']]])('leaves marks of files and functions what they are, with %j', async (args) => {
    const { stderr, exitCode } = await runMoved(
      `'use greenlet';
const { sleep } = require('greenlets');
jest.mock('./name.js', () => ({ name: 'mock' }));
const { name } = require('./name.js');
test('of files', async () => { sleep(1); expect(name).toBe('mock'); });`,
      ...args,
    );
    expect(stderr).not.toContain('GREENLETS202');
    expect(stderr).toContain('1 passed');
    expect(exitCode).toBe(0);
    const inFunction = await runMoved(
      `const { sleep } = require('greenlets');
test('of functions', async () => { 'use greenlet'; sleep(1); });`,
      ...args,
    );
    expect(inFunction.stderr).toContain('1 passed');
  });

  it('does not mark what is not marked in the source', async () => {
    const { stderr, exitCode } = await runMoved(
      `const { sleep } = require('greenlets');
'use greenlet';
jest.mock('./name.js', () => ({ name: 'mock' }));
test('of files', async () => { sleep(1); });`,
    );
    expect(stderr).toContain('GREENLETS202');
    expect(exitCode).toBe(1);
  });
});

describe('Coverage', () => {
  it('counts files that no test loads, also those that are marked as a whole', async () => {
    const project = createProject({
      'package.json': '{}',
      'jest.config.cjs': `
        module.exports = {
          transform: { '\\.js$': ${fromRoot('dist/jest.cjs')} },
          collectCoverageFrom: ['src/*.js'],
          coverageReporters: ['json-summary'],
        };`,
      'node_modules/babel-jest/index.js': `module.exports = require(${fromRoot('node_modules/babel-jest')});`,
      'src/whole.js': `'use greenlet'; export function f() { return g(); } function g() { return 1; }`,
      'src/part.js': `export function f() { 'use greenlet'; return g(); } function g() { 'use greenlet'; return 1; }`,
      'nothing.test.js': `test('nothing', () => {});`,
    });
    const { exitCode } = await runJest(project, '--coverage');
    const summary = JSON.parse(readFileSync(join(project.folder, 'coverage/coverage-summary.json'), 'utf8')) as Record<
      string,
      { functions: { total: number } }
    >;
    const counted = Object.entries(summary).map(([path, { functions }]) => [basename(path), functions.total]);
    expect(counted).toEqual([
      ['total', 4],
      ['part.js', 2],
      ['whole.js', 2],
    ]);
    expect(exitCode).toBe(0);
  });
});

describe('Tags', () => {
  it('mark what follows an export that becomes two statements', async () => {
    const project = createProject({
      'package.json': '{}',
      'babel.config.cjs': `module.exports = { presets: [[${fromRoot('node_modules/@babel/preset-env')}, { targets: { node: 'current' } }]] };`,
      'jest.config.cjs': `
        module.exports = {
          transform: { '\\.js$': ${fromRoot('dist/jest.cjs')} },
          moduleNameMapper: {
            '^greenlets$': ${fromRoot('dist/index.cjs')},
            '^greenlets/internal$': ${fromRoot('dist/internal.cjs')},
          },
        };`,
      'node_modules/babel-jest/index.js': `module.exports = require(${fromRoot('node_modules/babel-jest')});`,
      'marks.js': `
        import { sleep } from 'greenlets';
        /** @greenlet */
        export const first = () => sleep(1);
        /** @greenlet */
        const second = () => first();
        /** @greenlet */
        export default async () => second();`,
      'marks.test.js': `import main from './marks'; test('waits', () => main());`,
    });
    const { exitCode, stderr } = await runJest(project);
    expect(stderr).toContain('1 passed');
    expect(exitCode).toBe(0);
  });
});
