import { expectEqual } from '../project.js';
import { COVERED, fakeTimers, test } from './code-under-test.js';
import { COUNTED_FORMS, counters, expectSameCoverage, formsTest, totals, TWINS } from './coverage.js';

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

const MOCKS_TEST = `
'use greenlet';
import { expect, test, vi } from 'vitest';
import { sleep } from 'greenlets';
import { fail } from './whole.js';
import { both, never } from './covered.js';

const { answer } = vi.hoisted(() => ({ answer: String(Array.of(42)) }));
sleep(1);
vi.mock('./covered.js', async (importOriginal) => {
  const original = await importOriginal();
  sleep(1);
  return { ...original, both: () => answer };
});
vi.mock('./whole.js', () => ({ fail: () => [1, 2].map((x) => x + 1).join() }));

test('mocks take the place of modules in a file that is marked as a whole', async () => {
  expect([both(), never(), fail()]).toEqual(['42', 1, '2,3']);
});
`;

export const vitest = {
  name: 'Vitest',
  tool: 'vitest',
  tested: 'tests, fake timers, mocks, greenlets that outlive a test, positions of errors, snapshots of compiled code',
  async check(project) {
    const library = (names) => `import { ${names} } from 'vitest';`;
    await project.create({ packages: ['vitest'], files: { 'vitest.config.js': VITEST_CONFIG } });
    project.write({
      'src/covered.js': COVERED(''),
      'src/covered.test.js': test(library('expect, test')),
      'src/timers.test.js': fakeTimers(library('expect, test, vi'), 'vi', 'vi.advanceTimersByTimeAsync'),
      'src/position.test.js': POSITION_TEST,
      'src/snapshot.test.js': SNAPSHOT_TEST,
      'src/mocks.test.js': MOCKS_TEST,
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

const coverageConfig = (provider) => `
import greenlets from 'greenlets/vite';
import { defineConfig } from 'vitest/config';

export default defineConfig({
  plugins: [greenlets()],
  test: {
    globals: true,
    include: ['src/**/*.test.js'],
    coverage: { enabled: true, provider: '${provider}', include: ['src/forms.*', 'src/typed.*'], reporter: ['json', 'json-summary'] },
    testTimeout: 60_000,
  },
});
`;

const TYPED = `
import { sleep } from 'greenlets';

export enum Colour { red, green }

/** @greenlet */
export class Typed<T> {
  constructor(private readonly n: number, public box?: { n: number }) {
    sleep(1);
  }
  get(this: Typed<unknown>, x = 1): number | undefined {
    sleep(1);
    return this.box?.n ?? (x as number) + this.n;
  }
  over(a: T): void;
  over(a: unknown): void {
    sleep(1);
    if (typeof a === 'number') return;
  }
}

let typed: (n: number) => string;
typed = /** @greenlet */ (n) => {
  const box = new Typed<number>(n);
  box.over(1);
  return box.get() + String(Colour.red);
};
export default typed as (n: number) => Promise<string>;
`;

const TYPED_TEST = `
import { run } from 'RUN';
import typed from './typed';

test('runs what has types', async () => {
  expect(await run(typed, 1)).toBe('20');
});
`;

const coverageOf = (provider) => ({
  name: `Vitest, coverage by ${provider}`,
  tool: `@vitest/coverage-${provider}`,
  tested: 'statements, branches, functions and lines equal to those of uncompiled code, JavaScript and TypeScript',
  async check(project) {
    const packages = ['vitest', `@vitest/coverage-${provider}`];
    await project.create({ packages, files: { 'vitest.config.js': coverageConfig(provider), 'twins.js': TWINS } });
    project.write({ 'src/forms.test.js': formsTest(''), 'src/typed.test.js': TYPED_TEST.replace('RUN', 'greenlets') });
    const run = () => project.run('vitest', 'run');
    const each = provider === 'istanbul' ? counters : () => '';
    const count = (...file) => totals(...file) + each(...file);
    project.write({ 'src/typed.ts': TYPED });
    const same = (file, source) => expectSameCoverage(project, { file, source, twins: '../twins.js', run, count });
    await same('src/forms.js', COUNTED_FORMS);
    await same('src/typed.ts', TYPED);
  },
});

/** The counters of V8 are numbered in another order. */
export const vitestCoverage = [coverageOf('istanbul'), coverageOf('v8')];
