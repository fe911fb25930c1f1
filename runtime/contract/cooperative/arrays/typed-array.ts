'use greenlet';

import { isConstructor } from '../../is-constructor.ts';
import { collected } from '../../iteration/collected.ts';
import { applyFunction, callOn } from '../functions.ts';
import { mergeSort, type Compare } from './merge-sort.ts';
import { nativeTypedArray } from '../natives.ts';
import { append, assertCallable, emptyList, lengthOfArrayLike, native, show } from '../operations.ts';
import { create, createLike, createSame, lengthOf, validate, type TypedArray } from './typed-array-create.ts';

/* The methods of typed arrays that take callbacks (ECMA-262, 23.2.3), compiled, so that the callbacks can suspend. */

type Callback = (value: unknown, index: number, array: object) => unknown;

function invoke(callback: Callback, self: unknown, value: unknown, index: number, array: object): unknown {
  if (self === undefined) return callback(value, index, array);
  return callOn(callback, self, value, index, array);
}

function forEach(this: unknown, callback: Callback, self?: unknown): void {
  const array = validate(this);
  const length = lengthOf(array);
  assertCallable(callback);
  for (let index = 0; index < length; index++) invoke(callback, self, array[index], index, array);
}

function map(this: unknown, callback: Callback, self?: unknown): TypedArray {
  const array = validate(this);
  const length = lengthOf(array);
  assertCallable(callback);
  const result = createLike(array, length);
  for (let index = 0; index < length; index++) result[index] = invoke(callback, self, array[index], index, array);
  return result;
}

function filter(this: unknown, callback: Callback, self?: unknown): TypedArray {
  const array = validate(this);
  const length = lengthOf(array);
  assertCallable(callback);
  const kept = emptyList<unknown>();
  for (let index = 0; index < length; index++) {
    const value = array[index];
    if (invoke(callback, self, value, index, array)) kept[kept.length] = value;
  }
  const result = createLike(array, kept.length);
  for (let index = 0; index < kept.length; index++) result[index] = kept[index];
  return result;
}

function some(this: unknown, callback: Callback, self?: unknown): boolean {
  return search(validate(this), callback, self, true, 1).index >= 0;
}

function every(this: unknown, callback: Callback, self?: unknown): boolean {
  return search(validate(this), callback, self, false, 1).index < 0;
}

function find(this: unknown, callback: Callback, self?: unknown): unknown {
  return search(validate(this), callback, self, true, 1).value;
}

function findIndex(this: unknown, callback: Callback, self?: unknown): number {
  return search(validate(this), callback, self, true, 1).index;
}

function findLast(this: unknown, callback: Callback, self?: unknown): unknown {
  return search(validate(this), callback, self, true, -1).value;
}

function findLastIndex(this: unknown, callback: Callback, self?: unknown): number {
  return search(validate(this), callback, self, true, -1).index;
}

interface Found {
  index: number;
  value: unknown;
}

/** The first element, seen from one end, for which the callback says what is wanted. */
function search(array: TypedArray, callback: Callback, self: unknown, wanted: boolean, by: 1 | -1): Found {
  const length = lengthOf(array);
  assertCallable(callback);
  const end = by === 1 ? length : -1;
  for (let index = by === 1 ? 0 : length - 1; index !== end; index += by) {
    const value = array[index];
    if (Boolean(invoke(callback, self, value, index, array)) === wanted) return { index, value };
  }
  return { index: -1, value: undefined };
}

type Reducer = (accumulator: unknown, value: unknown, index: number, array: object) => unknown;

function reduce(this: unknown, callback: Reducer, ...initial: unknown[]): unknown {
  return fold(validate(this), callback, initial, 1);
}

function reduceRight(this: unknown, callback: Reducer, ...initial: unknown[]): unknown {
  return fold(validate(this), callback, initial, -1);
}

function fold(array: TypedArray, callback: Reducer, initial: unknown[], by: 1 | -1): unknown {
  const length = lengthOf(array);
  assertCallable(callback);
  const end = by === 1 ? length : -1;
  let index = by === 1 ? 0 : length - 1;
  let accumulator = initial[0];
  if (initial.length === 0) {
    if (length === 0) throw new TypeError('Reduce of empty array with no initial value');
    accumulator = array[index];
    index += by;
  }
  for (; index !== end; index += by) accumulator = callback(accumulator, array[index], index, array);
  return accumulator;
}

function sort(this: unknown, compare?: Compare): unknown {
  if (typeof compare !== 'function') return native(nativeTypedArray.sort, this, compare);
  const array = validate(this);
  const sorted = mergeSort(listOf(array), compare);
  for (let index = 0; index < sorted.length; index++) array[index] = sorted[index];
  return array;
}

function toSorted(this: unknown, compare?: Compare): unknown {
  if (typeof compare !== 'function') return native(nativeTypedArray.toSorted, this, compare);
  const array = validate(this);
  const result = createSame(array, lengthOf(array));
  const sorted = mergeSort(listOf(array), compare);
  for (let index = 0; index < sorted.length; index++) result[index] = sorted[index];
  return result;
}

function listOf(array: TypedArray): unknown[] {
  const list: unknown[] = [];
  const length = lengthOf(array);
  for (let index = 0; index < length; index++) append(list, array[index]);
  return list;
}

/** `TypedArray.from` with a function, or an iterator that may block. */
function from(this: unknown, source: unknown, mapper?: Callback, self?: unknown): unknown {
  if (mapper === undefined) return native(nativeTypedArray.from, this, collected(source));
  if (!isConstructor(this)) throw new TypeError(`${show(this)} is not a constructor`);
  assertCallable(mapper);
  const values = valuesOf(source);
  const length = lengthOfArrayLike(values);
  const result = create(this, length);
  for (let index = 0; index < length; index++) {
    const args = [values[index], index] as const;
    result[index] =
      self === undefined ? (mapper as (...args: unknown[]) => unknown)(...args) : applyFunction(mapper, self, args);
  }
  return result;
}

/** What an iterable yields; an array-like object as it is. */
function valuesOf(source: unknown): ArrayLike<unknown> {
  const method = (source as Iterable<unknown>)[Symbol.iterator] as unknown;
  if (method === undefined || method === null) return Object(source) as ArrayLike<unknown>;
  assertCallable(method);
  const values = emptyList<unknown>();
  const iterable = { [Symbol.iterator]: () => applyFunction(method as Callback, source, []) as Iterator<unknown> };
  for (const value of iterable) values[values.length] = value;
  return values;
}

/** By name. */
export const typedArrayVersions = {
  forEach,
  map,
  filter,
  some,
  every,
  find,
  findIndex,
  findLast,
  findLastIndex,
  reduce,
  reduceRight,
  sort,
  toSorted,
  from,
};
