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

/** @throws {TypeError} if `value` is no duration in ms, or one that takes no time */
export function checkPeriod(value: unknown, name: string): void {
  if (!(typeof value === 'number' && value > 0))
    throw expected(`a number of milliseconds above 0 as \`${name}\``, value);
}
