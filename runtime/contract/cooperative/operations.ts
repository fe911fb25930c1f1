import { objectDefineProperty, objectSetPrototypeOf, reflectDefineProperty } from '../builtins.ts';
import { callWith } from '../enter.ts';
import type { AnyFunction } from '../frame.ts';

/*
 * Abstract operations of the specification (ECMA-262, 7) that the cooperative versions share. None of them calls
 * anything that could suspend, except conversions and traps, which are a border.
 */

const nativeForEach: unknown = Array.prototype.forEach;

/** What is no function a native method refuses, in the words of the engine. */
export function assertCallable(callback: unknown): void {
  if (typeof callback !== 'function') native(nativeForEach, [], callback);
}

/** A value in the message of an error. */
export function show(value: unknown): string {
  if (typeof value === 'object' && value !== null) return '#<Object>';
  return typeof value === 'string' ? JSON.stringify(value) : String(value);
}

/** LengthOfArrayLike. */
export function lengthOfArrayLike({ length }: { length?: unknown }): number {
  // Any array has such a one. A proxy of an array may have any other.
  if (typeof length === 'number' && length >>> 0 === length) return length;
  const whole = Math.trunc(+(length as string)) || 0;
  return whole > 0 ? Math.min(whole, Number.MAX_SAFE_INTEGER) : 0;
}

/** CreateDataPropertyOrThrow. */
export function define(object: object, key: PropertyKey, value: unknown): void {
  objectDefineProperty(object, key, { value, writable: true, enumerable: true, configurable: true });
}

/** CreateDataProperty. */
export function createDataProperty(object: object, key: PropertyKey, value: unknown): boolean {
  return reflectDefineProperty(object, key, { value, writable: true, enumerable: true, configurable: true });
}

/** Calls a native function as it is. */
export function native(fn: unknown, self: unknown, ...args: unknown[]): unknown {
  return callWith(fn as AnyFunction, self, args);
}

/** Adds to an array that nobody else knows: no property of any prototype takes part, and it costs less than `emptyList`. */
export function append(list: unknown[], value: unknown): void {
  const index = list.length;
  if (index in list) define(list, index, value);
  else list[index] = value;
}

/** A list of our own: no property of any prototype takes part in storing its elements. */
export function emptyList<T>(): T[] {
  return objectSetPrototypeOf([], null) as T[];
}

/** CreateListFromArrayLike: `apply(listOf, undefined, arrayLike)`. */
export function listOf(...values: unknown[]): unknown[] {
  return values;
}
