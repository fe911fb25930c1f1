import { expected } from '../core/errors/expected.ts';

/** A `TypeError` if `value` is no duration in ms, otherwise null. Negative ones count as 0. */
export function durationProblem(value: unknown): TypeError | null {
  if (typeof value === 'number' && !Number.isNaN(value)) return null;
  return expected('a number of milliseconds', value);
}

/** @throws {TypeError} if `value` is no duration in ms */
export function checkDuration(value: unknown): void {
  const problem = durationProblem(value);
  if (problem !== null) throw problem;
}
