import { expected, expectedWithin } from '../../core/errors/expected.ts';

/** The longest time that a timer of the platform can wait for, in ms. */
export const LONGEST_DELAY = 2 ** 31 - 1;

/** A `TypeError` if `value` is no duration in ms, otherwise null. Negative ones count as 0. */
export function durationProblem(value: unknown): TypeError | null {
  if (typeof value === 'number' && !Number.isNaN(value)) return null;
  return expected('a number of milliseconds', value);
}

/** An error if `value` is no time in ms to wait at most, otherwise null. Negative ones are refused: a limit that is over is 0. */
export function timeoutProblem(value: unknown): TypeError | RangeError | null {
  if (typeof value === 'number' && value >= 0) return null;
  return durationProblem(value) ?? expectedWithin('a timeout of at least 0 ms', value);
}

/**
 * @throws {TypeError} if `value` is no time in ms
 * @throws {RangeError} if it is negative
 */
export function checkTimeout(value: unknown): void {
  const problem = timeoutProblem(value);
  if (problem !== null) throw problem;
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
