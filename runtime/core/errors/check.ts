import { isObject } from '../../contract/is-object.ts';
import { expected } from './expected.ts';

/** @throws {TypeError} if `value` is neither true nor false */
export function checkBoolean(value: unknown): void {
  if (typeof value !== 'boolean') throw expected('true or false', value);
}

/** @throws {TypeError} if an option, or an argument, is there that is neither true nor false */
export function checkFlag(value: unknown, name: string): void {
  if (value !== undefined && typeof value !== 'boolean') throw expected(`true or false as \`${name}\``, value);
}

/** @throws {TypeError} if `value` is not a whole number of at least 0, or infinite */
export function checkCount(value: unknown, name: string): void {
  const isCount = Number.isInteger(value) || value === Infinity;
  if (!isCount || (value as number) < 0) throw expected(`a whole number of at least 0 as \`${name}\``, value);
}

/** @throws {TypeError} if `value` is not an integer, or infinite, or null for no limit */
export function checkSize(value: unknown, name: string): void {
  if (value === null || value === Infinity || Number.isInteger(value)) return;
  throw expected(`a whole number as \`${name}\`, or null`, value);
}

/** @throws {TypeError} if nothing can be an instance of `value` */
export function checkErrorClass(value: unknown, what = 'a class of errors'): void {
  if (typeof value !== 'function' || !isObject(value.prototype)) throw expected(what, value);
}

/** @throws {TypeError} if `value` is no array, or an empty one where there has to be something */
export function checkArray(value: unknown, what: string, least = 0): void {
  if (!Array.isArray(value) || value.length < least) throw expected(what, value);
}

/** @throws {TypeError} if `value` cannot be iterated over, synchronously or not */
export function checkIterable(value: unknown): void {
  if (value !== null && value !== undefined) {
    const { [Symbol.iterator]: iterator, [Symbol.asyncIterator]: asyncIterator } = value as Record<symbol, unknown>;
    if (typeof iterator === 'function' || typeof asyncIterator === 'function') return;
  }
  throw expected('an iterable', value);
}
