import { expectEqual } from '../project.js';
import { COVERED, fakeTimers, test } from './code-under-test.js';
import { COUNTED_FORMS, counters, expectSameCoverage, formsTest, sizes, totals, TWINS, unmarked } from './coverage.js';
import { vitest, vitestCoverage } from './vitest.js';

/** The same with marks of every kind; and with V8, where there are as many lines. */
async function checkForms(project, configuration) {
  project.write({ 'src/forms.test.js': formsTest('') });
  const check = (settings, count) => {
    const files = { collectCoverageFrom: ['src/forms.js'], ...settings };
    project.write({ 'jest.config.json': JSON.stringify({ ...configuration, ...files }) });
    const run = () => project.run('jest', '--coverage', 'src/forms.test.js');
    return expectSameCoverage(project, { file: 'src/forms.js', source: COUNTED_FORMS, run, count });
  };
  await check({}, (...file) => totals(...file) + counters(...file));
  await check({ coverageProvider: 'v8' }, (...file) => sizes(...file, ['statements', 'lines']));
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
      await project.create({
        packages,
        type: 'commonjs',
        files: { ...(extension === 'js' && { 'twins.js': TWINS }), ...files },
      });
      project.write({
        'jest.config.json': JSON.stringify(configuration),
        [`src/covered.${extension}`]: source,
        [`src/covered.test.${extension}`]: test(''),
        [`src/timers.test.${extension}`]: fakeTimers('', 'jest', 'jest.advanceTimersByTimeAsync'),
        [`src/mocks.test.${extension}`]: MOCKS,
      });
      await project.run('jest', '--coverage');
      const compiled = [totals(project, `covered.${extension}`), counters(project, `covered.${extension}`)];
      project.write({ [`src/covered.${extension}`]: unmarked(source) });
      project.write({ [`src/timers.test.${extension}`]: `test('nothing', () => {});` });
      await project.run('jest', '--coverage');
      expectEqual(compiled[0], totals(project, `covered.${extension}`), 'coverage');
      expectEqual(compiled[1], counters(project, `covered.${extension}`), 'counters');
      if (extension === 'js') await checkForms(project, configuration);
    },
  };
}

/** Calls of `jest.mock` come before what is above them in the source. */
const MOCKS = `'use greenlet';
import { run, sleep } from 'greenlets';
import { both } from './covered';

jest.mock('./covered', () => ({ both: () => 'a mock' }));

test('blocks in a file that is marked, and mocks what it imports', () =>
  run(() => {
    sleep(1);
    expect(both()).toBe('a mock');
  }));
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
  'twins.ts': `
export function sleep(_milliseconds: number): void {}

export function spawn<T>(f: () => T): { get(): T } {
  const value = f();
  return { get: () => value };
}
`,
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

export const testRunners = [...jests, vitest, ...vitestCoverage, mocha, nodeTest, c8];
