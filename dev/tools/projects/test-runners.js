import { expectEqual } from '../project.js';

/** Code under test, of which the tests leave something out: coverage is compared with that of the same code without marks. */
const COVERED = (types) => `
import { sleep, spawn } from 'greenlets';

export function work(n${types && ': number'})${types && ': string'} {
  'use greenlet';
  const parts${types && ': number[]'} = [];
  for (let i = 0; i < n; i++) {
    sleep(1);
    parts.push(i);
  }
  if (n > 100) {
    parts.push(-1);
  }
  return n > 2 ? parts.join() : 'few';
}

export function never()${types && ': number'} {
  'use greenlet';
  sleep(1);
  return 1;
}

export function both()${types && ': string'} {
  'use greenlet';
  const first = spawn(() => work(3));
  const second = spawn(() => work(1));
  return first.get() + ' ' + second.get();
}
`;

const test = (library) => `
import { run, sleep, spawn } from 'greenlets';
import { both } from './covered';
${library}

test('blocks as it likes', async () => {
  'use greenlet';
  expect(both()).toBe('0,1,2 few');
});

test('a greenlet outlives the test', async () => {
  'use greenlet';
  spawn(() => sleep(200));
  sleep(1);
});
`;

const fakeTimers = (library, timers, advance) => `
import { run, sleep, withTimeout } from 'greenlets';
${library}

function naps() {
  'use greenlet';
  sleep(60_000);
  sleep(60_000);
  return withTimeout(60_000, () => sleep(3_600_000), { timeoutValue: 'timed out' });
}

test('fake timers drive sleep and timeouts', async () => {
  ${timers}.useFakeTimers();
  const result = run(naps);
  await ${advance}(180_001);
  ${timers}.useRealTimers();
  expect(await result).toBe('timed out');
});
`;

const COUNTED = ['statements', 'branches', 'functions', 'lines'];

/** What a run with coverage has counted. */
function totals(project, file, kinds = COUNTED) {
  const summary = JSON.parse(project.read('coverage/coverage-summary.json'));
  const [, counts] = Object.entries(summary).find(([path]) => path.endsWith(file));
  return kinds.map((kind) => `${kind} ${counts[kind].covered}/${counts[kind].total}`).join(', ');
}

/** The counters of istanbul, each statement, branch and function. */
function counters(project, file) {
  const report = JSON.parse(project.read('coverage/coverage-final.json'));
  const [, { s, f, b }] = Object.entries(report).find(([path]) => path.endsWith(file));
  return JSON.stringify({ s, f, b });
}

/** The code as it would be without any marks, where whatever blocks is replaced by what does not. */
function unmarked(source) {
  return source.replaceAll("'use greenlet'", "'use nothing'").replace("from 'greenlets'", "from '../twins'");
}

function jestProject(name, packages, transform, { extension, files, provider }) {
  return {
    name,
    tool: 'jest',
    tested: `tests, coverage (${provider}) equal to that of uncompiled code, fake timers, greenlets that outlive a test`,
    async check(project) {
      const types = extension === 'ts';
      const source = COVERED(types ? 'types' : '');
      const configuration = {
        transform: { [`\\.[jt]s$`]: transform },
        collectCoverageFrom: [`src/covered.${extension}`],
        coverageReporters: ['json', 'json-summary'],
        coverageProvider: provider,
        testMatch: ['**/*.test.*'],
      };
      await project.create({ packages, type: 'commonjs', files: { ...files, 'twins.js': TWINS } });
      project.write({
        'jest.config.json': JSON.stringify(configuration),
        [`src/covered.${extension}`]: source,
        [`src/covered.test.${extension}`]: test(''),
        [`src/timers.test.${extension}`]: fakeTimers('', 'jest', 'jest.advanceTimersByTimeAsync'),
      });
      await project.run('jest', '--coverage');
      const compiled = [totals(project, `covered.${extension}`), counters(project, `covered.${extension}`)];
      project.write({ [`src/covered.${extension}`]: unmarked(source) });
      project.write({ [`src/timers.test.${extension}`]: `test('nothing', () => {});` });
      await project.run('jest', '--coverage');
      expectEqual(compiled[0], totals(project, `covered.${extension}`), 'coverage');
      expectEqual(compiled[1], counters(project, `covered.${extension}`), 'counters');
    },
  };
}

/** Stand-ins that run at once, for code that is not compiled. */
const TWINS = `
export function sleep(_ms) {}

export function spawn(f) {
  const value = f();
  return { get: () => value };
}
`;

const BABEL_CONFIG = {
  'babel.config.json': JSON.stringify({
    presets: [['@babel/preset-env', { targets: { node: 'current' } }]],
    plugins: ['greenlets/plugin'],
  }),
};

const TS_CONFIG = {
  'tsconfig.json': JSON.stringify({
    compilerOptions: {
      target: 'es2022',
      module: 'commonjs',
      esModuleInterop: true,
      strict: true,
      types: ['jest'],
      lib: ['es2023', 'dom'],
    },
  }),
};

const babelPackages = ['jest', 'babel-jest', '@babel/core@7', '@babel/preset-env@7'];
const jests = [
  jestProject('Jest, babel-jest', babelPackages, 'greenlets/jest', {
    extension: 'js',
    files: BABEL_CONFIG,
    provider: 'babel',
  }),
  jestProject(
    'Jest, ts-jest',
    ['jest', 'ts-jest', 'typescript@5', '@types/jest'],
    ['greenlets/jest', { transformer: 'ts-jest' }],
    { extension: 'ts', files: TS_CONFIG, provider: 'babel' },
  ),
];

/** The compiler takes seconds to load on a machine that does much else. */
const VITEST_CONFIG = `
import greenlets from 'greenlets/vite';
import { defineConfig } from 'vitest/config';

export default defineConfig({
  plugins: [greenlets()],
  test: {
    include: ['src/**/*.test.js'],
    snapshotSerializers: ['greenlets/testing/snapshot'],
    testTimeout: 60_000,
  },
});
`;

const FIXTURE = `function greet(name) {
  'use greenlet';
  return say("Hello, " + name);
}`;

const SNAPSHOT_TEST = `
import { compileFixture } from 'greenlets/testing/snapshot';
import { expect, test } from 'vitest';

test('compiled code is shown as code', () => {
  expect(compileFixture(${JSON.stringify(FIXTURE)})).toMatchSnapshot();
});
`;

const vitest = {
  name: 'Vitest',
  tool: 'vitest',
  tested: 'tests, fake timers, greenlets that outlive a test, positions of errors, snapshots of compiled code',
  async check(project) {
    const library = (names) => `import { ${names} } from 'vitest';`;
    await project.create({ packages: ['vitest'], files: { 'vitest.config.js': VITEST_CONFIG } });
    project.write({
      'src/covered.js': COVERED(''),
      'src/covered.test.js': test(library('expect, test')),
      'src/timers.test.js': fakeTimers(library('expect, test, vi'), 'vi', 'vi.advanceTimersByTimeAsync'),
      'src/position.test.js': POSITION_TEST,
      'src/snapshot.test.js': SNAPSHOT_TEST,
    });
    // With CI set, snapshots are not written.
    await project.run('vitest', 'run', '--update');
    const snapshot = project.read('src/__snapshots__/snapshot.test.js.snap');
    expectEqual(/`\n([^]*?)\n\n *↓/.exec(snapshot)?.[1], FIXTURE, 'the source in the snapshot');
    await project.run('vitest', 'run');
  },
};

const POSITION_TEST = `
import { expect, test } from 'vitest';
import { fail } from './whole.js';

test('errors have the positions of the source', async () => {
  'use greenlet';
  let stack;
  try {
    fail(1);
  } catch (error) {
    stack = error.stack;
  }
  expect(stack).toMatch(/whole\\.js:9:9/);
});
`;

const MOCHA_TEST = `
import assert from 'node:assert';
import { sleep, withTimeout, run } from 'greenlets';
import sinon from 'sinon';
import { both } from './covered.js';

it('blocks as it likes', async () => {
  'use greenlet';
  assert.equal(both(), '0,1,2 few');
});

it('fake timers drive sleep and timeouts', async () => {
  const clock = sinon.useFakeTimers();
  const result = run(() => {
    'use greenlet';
    sleep(60_000);
    return withTimeout(60_000, () => sleep(3_600_000), { timeoutValue: 'timed out' });
  });
  await clock.tickAsync(120_001);
  clock.restore();
  assert.equal(await result, 'timed out');
});
`;

const mocha = {
  name: 'Mocha',
  tool: 'mocha',
  tested: 'tests through the loader, fake timers of sinon',
  async check(project) {
    await project.create({
      packages: ['mocha', 'sinon'],
      files: { '.mocharc.json': '{ "import": "greenlets/register" }' },
    });
    project.write({ 'src/covered.js': COVERED(''), 'src/covered.test.js': MOCHA_TEST });
    await project.run('mocha', '--node-option', 'import=greenlets/register', 'src/*.test.js');
  },
};

const nodeTest = {
  name: 'node:test',
  tool: 'node',
  tested: 'tests through the loader',
  async check(project) {
    await project.create({ packages: ['sinon'] });
    const head = `import { it } from 'node:test';`;
    project.write({ 'src/covered.js': COVERED(''), 'src/covered.test.js': head + MOCHA_TEST });
    await project.node('--import', 'greenlets/register', '--test', 'src/covered.test.js');
  },
};

const c8 = {
  name: 'c8',
  tool: 'c8',
  tested: 'coverage of lines equal to that of uncompiled code, through the loader',
  async check(project) {
    await project.create({ packages: ['c8'], files: { 'twins.js': TWINS } });
    project.write({ 'src/cover.js': COVER_MAIN });
    const cover = async (source) => {
      project.write({ 'src/covered.js': source });
      await project.run('c8', '--reporter', 'json-summary', '--include', 'src/covered.js', ...NODE, 'src/cover.js');
      return totals(project, 'covered.js', ['lines']);
    };
    const compiled = await cover(COVERED(''));
    expectEqual(compiled, await cover(unmarked(COVERED('')).replace('../twins', '../twins.js')), 'coverage');
  },
};

const COVER_MAIN = `
import { run } from 'greenlets';
import { both } from './covered.js';

console.log(await run(both));
`;

const NODE = ['node', '--import', 'greenlets/register'];

export const testRunners = [...jests, vitest, mocha, nodeTest, c8];
