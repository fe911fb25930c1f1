import type { Outcome } from './check.ts';
import type { Report } from './worker.ts';

const BEFORE = 100;
const AFTER = 400;

/** Says how the results of a job differ. */
export function explain({ untouched, compiled, stress }: Outcome): string {
  if (typeof untouched === 'string') return `untouched: ${untouched}`;
  const lines: string[] = [];
  if (untouched.result.startsWith('threw')) lines.push(`untouched: ${untouched.result}`);
  lines.push(...compare('compiled', untouched.result, compiled), ...compare('stress', untouched.result, stress));
  return lines.join('\n');
}

function compare(mode: string, expected: string, actual: Report | string): string[] {
  if (typeof actual === 'string') return [`${mode}: ${actual}`];
  if (actual.result === expected) return [];
  if (actual.result.startsWith('threw')) return [`${mode}: ${actual.result.slice(0, 4 * AFTER)}`];
  const at = firstDifference(expected, actual.result);
  return [`${mode} differs at ${at}:`, `- ${excerpt(expected, at)}`, `+ ${excerpt(actual.result, at)}`];
}

function firstDifference(expected: string, actual: string): number {
  let at = 0;
  while (at < expected.length && expected[at] === actual[at]) at++;
  return at;
}

function excerpt(text: string, at: number): string {
  return text.slice(Math.max(0, at - BEFORE), at + AFTER);
}
