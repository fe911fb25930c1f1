import { expectEqual } from '../project.js';

const COUNTED = ['statements', 'branches', 'functions', 'lines'];

/** What a run with coverage has counted. */
export function totals(project, file, kinds = COUNTED) {
  return countsOf(project, file, kinds, ({ covered, total }) => `${covered}/${total}`);
}

/** What there is to be counted. */
export function sizes(project, file, kinds) {
  return countsOf(project, file, kinds, ({ total }) => total);
}

function countsOf(project, file, kinds, show) {
  const summary = JSON.parse(project.read('coverage/coverage-summary.json'));
  const [, counts] = Object.entries(summary).find(([path]) => path.endsWith(file));
  return kinds.map((kind) => `${kind} ${show(counts[kind])}`).join(', ');
}

/** The counters of istanbul, each statement, branch and function. */
export function counters(project, file) {
  const report = JSON.parse(project.read('coverage/coverage-final.json'));
  const [, { s, f, b }] = Object.entries(report).find(([path]) => path.endsWith(file));
  return JSON.stringify({ s, f, b });
}

/** Stand-ins that run at once, for code that is not compiled. */
export const TWINS = `
export function sleep(_ms) {}

export function spawn(f) {
  const value = f();
  return { get: () => value };
}

export async function run(f, ...args) {
  return f(...args);
}
`;

/** The code as it would be without any marks, where whatever blocks is replaced by what does not. */
export function unmarked(source, twins = '../twins') {
  return source
    .replaceAll("'use greenlet'", "'use strict'")
    .replaceAll('@greenlet', '')
    .replace("from 'greenlets'", `from '${twins}'`);
}

/** Marks of every kind, and everything that is counted. */
export const COUNTED_FORMS = `
import { sleep, spawn } from 'greenlets';

/** @greenlet */
export const first = (n, by = zero()) => (sleep(1), n > 1 ? n + by : 0);

/** @greenlet */
const second = (n) => first(n) || zero() || 2;

/** @greenlet */
function zero() {
  sleep(1);
  return 0;
}

/** @greenlet */
export class Counted {
  field = zero();
  constructor(n = 2) {
    this.n = n;
    sleep(1);
  }
  get size() {
    return this.n;
  }
  method(x) {
    for (const y of [1, 2, 3]) {
      if (y === x) continue;
      sleep(1);
      if (y > 5) return 'never';
      else this.n += y;
    }
    switch (x) {
      case 1:
        sleep(1);
        break;
      case 2:
        return 'two';
      default:
        sleep(1);
    }
    try {
      if (x > 100) throw new Error('x');
    } catch (error) {
      sleep(1);
    } finally {
      sleep(1);
    }
    return (x && zero()) ?? this.n;
  }
  *generate() {
    sleep(1);
    yield second(1);
  }
}

let assigned = null;
/** @greenlet */
assigned = function () {
  sleep(1);
  return unused();
};

function unused() {
  return assigned;
}

/** @greenlet */
export default async function main() {
  const counted = new Counted();
  const list = [1, 2].map((x) => second(x));
  const task = spawn(() => counted.method(1));
  let i = 0;
  while (i < 3) i++, sleep(1);
  do i--;
  while (i > 0);
  return [list, task.get(), counted.method(0), [...counted.generate()], counted.size, await Promise.resolve(i)].join();
}
`;

/** A test that leaves some of it out. */
export const formsTest = (head) => `${head}
import main from './forms';

test('runs what is counted', async () => {
  expect(await main()).toMatch(/^2,2,0,/);
});
`;

/**
 * Runs tests of a file with and without marks, and compares what was counted.
 *
 * @param count gives that as text
 */
export async function expectSameCoverage(project, { file, source, twins, run, count }) {
  project.write({ [file]: source });
  await run();
  const compiled = count(project, file);
  project.write({ [file]: unmarked(source, twins) });
  await run();
  expectEqual(compiled, count(project, file), `coverage of ${file}`);
}
