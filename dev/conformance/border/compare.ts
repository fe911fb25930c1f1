import { compile, execute, type Variant } from './execute.ts';
import { writeMarked, type Step } from './pair.ts';

export interface Difference {
  source: string;
  variant: Variant;
  /** What is wrong: a line that unmarked code should not have seen, or one that differs. */
  expected: string;
  actual: string;
}

/** Runs a program untouched, compiled, and compiled with `stress`; null if it does what it should. */
export async function compare(steps: readonly Step[]): Promise<Difference | null> {
  const source = writeMarked(steps);
  const expected = await execute(compile(source, 'untouched'), 'untouched');
  for (const variant of ['compiled', 'stress'] as const) {
    const actual = await execute(compile(source, variant), variant);
    const found = findDifference(expected, actual);
    if (found !== null) return { source, variant, ...found };
  }
  return null;
}

/** Where a route cannot suspend, there may be a SwitchError instead of any result. */
function findDifference(expected: string[], actual: string[]): { expected: string; actual: string } | null {
  const leak = actual.find((line) => line.startsWith('LEAK'));
  if (leak !== undefined) return { expected: 'no leak', actual: leak };
  const left = actual.filter((line) => !line.startsWith('promise'));
  const right = expected.filter((line) => !line.startsWith('promise'));
  for (const [index, line] of right.entries()) {
    const other = left[index] ?? 'nothing';
    if (line !== other && !/^\d+ route SwitchError$/.test(other)) return { expected: line, actual: other };
  }
  if (left.length > right.length) return { expected: 'nothing', actual: left[right.length] ?? '' };
  return findWrongPromise(expected, actual);
}

/** Promises settle in an order that the compiler does not promise; of those of routes that were refused, some are missing. */
function findWrongPromise(expected: string[], actual: string[]): { expected: string; actual: string } | null {
  const isRefused = actual.some((line) => line.endsWith('SwitchError'));
  for (const line of actual.filter((text) => text.startsWith('promise'))) {
    if (!isRefused && !expected.includes(line)) return { expected: 'another promise', actual: line };
  }
  return null;
}
