import { expected } from '../core/errors/expected.ts';

/** @throws {TypeError} if `value` is no whole number of at least 1 */
export function checkNatural(value: unknown, name: string): void {
  if (!Number.isInteger(value) || (value as number) < 1)
    throw expected(`a whole number of at least 1 as \`${name}\``, value);
}

/** @throws {TypeError} if `value` is no number from `least` to `most` */
export function checkNumber(value: unknown, least: number, most: number, name: string): void {
  if (typeof value === 'number' && value >= least && value <= most) return;
  const range = most === Infinity ? `of at least ${String(least)}` : `from ${String(least)} to ${String(most)}`;
  throw expected(`a number ${range} as \`${name}\``, value);
}
