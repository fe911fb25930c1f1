'use greenlet';

import { isObject } from '../is-object.ts';
import { elements, isArrayIteration } from '../plain-array.ts';
import { applyFunction } from './functions.ts';
import { insertionSort, LONGEST_TO_INSERT } from './insertion-sort.ts';
import { isNativeCollection } from './native-collection.ts';
import { mergeSort, type Compare } from './merge-sort.ts';
import { emptyList, isConstructor } from './operations.ts';

/*
 * The methods of arrays that take callbacks, as the specification describes them (ECMA-262, 23.1.3), but compiled, so
 * that the callbacks can suspend. They are used where compiled code calls the native method.
 */

type Callback = (this: unknown, value: unknown, key: unknown, object: object) => unknown;
type Indexed = Record<number, unknown> & { length: number };

function forEach(this: unknown, callback: Callback, self?: unknown): void {
  const object = toObject(this);
  const length = lengthOf(object);
  assertCallable(callback);
  for (let index = 0; index < length; index++) {
    if (index in object) invoke(callback, self, object[index], index, object);
  }
}

function map(this: unknown, callback: Callback, self?: unknown): unknown {
  const object = toObject(this);
  const length = lengthOf(object);
  assertCallable(callback);
  const result = createLike(object, length);
  for (let index = 0; index < length; index++) {
    if (index in object) define(result, index, invoke(callback, self, object[index], index, object));
  }
  return result;
}

function filter(this: unknown, callback: Callback, self?: unknown): unknown {
  const object = toObject(this);
  const length = lengthOf(object);
  assertCallable(callback);
  const result = createLike(object, 0);
  let to = 0;
  for (let index = 0; index < length; index++) {
    if (!(index in object)) continue;
    const value = object[index];
    if (invoke(callback, self, value, index, object)) define(result, to++, value);
  }
  return result;
}

function some(this: unknown, callback: Callback, self?: unknown): boolean {
  const object = toObject(this);
  const length = lengthOf(object);
  assertCallable(callback);
  for (let index = 0; index < length; index++) {
    if (index in object && invoke(callback, self, object[index], index, object)) return true;
  }
  return false;
}

function every(this: unknown, callback: Callback, self?: unknown): boolean {
  const object = toObject(this);
  const length = lengthOf(object);
  assertCallable(callback);
  for (let index = 0; index < length; index++) {
    if (index in object && !invoke(callback, self, object[index], index, object)) return false;
  }
  return true;
}

function find(this: unknown, callback: Callback, self?: unknown): unknown {
  const object = toObject(this);
  const index = search(object, callback, self, 0, lengthOf(object), 1);
  return index.value;
}

function findIndex(this: unknown, callback: Callback, self?: unknown): number {
  const object = toObject(this);
  return search(object, callback, self, 0, lengthOf(object), 1).index;
}

function findLast(this: unknown, callback: Callback, self?: unknown): unknown {
  const object = toObject(this);
  return search(object, callback, self, lengthOf(object) - 1, -1, -1).value;
}

function findLastIndex(this: unknown, callback: Callback, self?: unknown): number {
  const object = toObject(this);
  return search(object, callback, self, lengthOf(object) - 1, -1, -1).index;
}

interface Found {
  index: number;
  value: unknown;
}

function search(object: Indexed, callback: Callback, self: unknown, from: number, to: number, by: number): Found {
  assertCallable(callback);
  for (let index = from; index !== to; index += by) {
    const value = object[index];
    if (invoke(callback, self, value, index, object)) return { index, value };
  }
  return { index: -1, value: undefined };
}

type Reducer = (accumulator: unknown, value: unknown, index: number, object: object) => unknown;

function reduce(this: unknown, callback: Reducer, ...initial: unknown[]): unknown {
  const object = toObject(this);
  const length = lengthOf(object);
  assertCallable(callback);
  return fold(object, callback, initial, 0, length, 1);
}

function reduceRight(this: unknown, callback: Reducer, ...initial: unknown[]): unknown {
  const object = toObject(this);
  const length = lengthOf(object);
  assertCallable(callback);
  return fold(object, callback, initial, length - 1, -1, -1);
}

function fold(object: Indexed, callback: Reducer, initial: unknown[], from: number, to: number, by: number): unknown {
  let index = from;
  let accumulator = initial[0];
  if (initial.length === 0) {
    while (index !== to && !(index in object)) index += by;
    if (index === to) throw new TypeError('Reduce of empty array with no initial value');
    accumulator = object[index];
    index += by;
  }
  for (; index !== to; index += by) {
    if (index in object) accumulator = callback(accumulator, object[index], index, object);
  }
  return accumulator;
}

function flatMap(this: unknown, callback: Callback, self?: unknown): unknown {
  const object = toObject(this);
  const length = lengthOf(object);
  assertCallable(callback, 'flatMap mapper function is not callable');
  const result = createLike(object, 0);
  let to = 0;
  for (let index = 0; index < length; index++) {
    if (!(index in object)) continue;
    const value = invoke(callback, self, object[index], index, object);
    if (!Array.isArray(value)) define(result, to++, value);
    else {
      const count = lengthOf(value);
      for (let inner = 0; inner < count; inner++) if (inner in value) define(result, to++, value[inner]);
    }
  }
  return result;
}

function sort(this: unknown, compare?: Compare): unknown {
  assertCompare(compare);
  if (compare === undefined) return native(nativeMethods.sort, this);
  const object = toObject(this);
  const length = lengthOf(object);
  const values = emptyList<unknown>();
  for (let index = 0; index < length; index++) if (index in object) values[values.length] = object[index];
  const sorted = sortValues(values, compare);
  for (let index = 0; index < sorted.length; index++) object[index] = sorted[index];
  for (let index = sorted.length; index < length; index++) {
    if (index in object && !Reflect.deleteProperty(object, index)) {
      throw new TypeError(`Cannot delete property '${index}' of ${show(object)}`);
    }
  }
  return object;
}

function toSorted(this: unknown, compare?: Compare): unknown {
  assertCompare(compare);
  if (compare === undefined) return native(nativeMethods.toSorted, this);
  const object = toObject(this);
  const length = lengthOf(object);
  const values = emptyList<unknown>();
  const result = new Array<unknown>(length);
  for (let index = 0; index < length; index++) values[index] = object[index];
  const sorted = sortValues(values, compare);
  for (let index = 0; index < length; index++) define(result, index, sorted[index]);
  return result;
}

/** Stable; undefined goes last, without being compared. */
function sortValues(values: unknown[], compare: Compare): unknown[] {
  const defined = emptyList<unknown>();
  const { length } = values;
  for (let index = 0; index < length; index++) {
    if (values[index] !== undefined) defined[defined.length] = values[index];
  }
  const sort = defined.length > LONGEST_TO_INSERT ? mergeSort : insertionSort;
  const sorted = sort(defined, compare);
  while (sorted.length < values.length) sorted[sorted.length] = undefined;
  return sorted;
}

/** `Array.from` where a function is given, or an iterator that may block. */
function from(this: unknown, items: unknown, mapper?: Callback, self?: unknown): unknown {
  if (mapper !== undefined) assertCallable(mapper);
  if (items === undefined || items === null) return native(nativeMethods.from, this, items);
  const method = (items as Iterable<unknown>)[Symbol.iterator] as unknown;
  if (method === undefined || method === null) return fromArrayLike(this, items, mapper, self);
  if (typeof method !== 'function') return native(nativeMethods.from, this, { [Symbol.iterator]: method });
  if (mapper === undefined) {
    if (this === Array && isArrayIteration(items, method)) return elements(items);
    if (isNativeCollection(items, method)) return native(nativeMethods.from, this, items);
  }
  const result = construct(this);
  const iterable = { [Symbol.iterator]: () => applyFunction(method as Callback, items, []) as Iterator<unknown> };
  let index = 0;
  for (const value of iterable) {
    define(result, index, mapper === undefined ? value : invokeMapper(mapper, self, value, index));
    index++;
  }
  result.length = index;
  return result;
}

function construct(constructor: unknown): unknown[] {
  return (isConstructor(constructor) ? new constructor() : []) as unknown[];
}

function fromArrayLike(constructor: unknown, items: unknown, mapper: Callback | undefined, self: unknown): unknown {
  const object = toObject(items);
  const length = lengthOf(object);
  const result = (isConstructor(constructor) ? new constructor(length) : new Array<unknown>(length)) as unknown[];
  for (let index = 0; index < length; index++) {
    const value = object[index];
    define(result, index, mapper === undefined ? value : invokeMapper(mapper, self, value, index));
  }
  result.length = length;
  return result;
}

function invokeMapper(mapper: Callback, self: unknown, value: unknown, index: number): unknown {
  if (self === undefined) return (mapper as (value: unknown, index: number) => unknown)(value, index);
  return applyFunction(mapper, self, [value, index]);
}

function invoke(callback: Callback, self: unknown, value: unknown, index: number, object: object): unknown {
  if (self === undefined) return callback(value, index, object);
  return applyFunction(callback, self, [value, index, object]);
}

function assertCallable(callback: unknown, message = `${show(callback)} is not a function`): void {
  if (typeof callback !== 'function') throw new TypeError(message);
}

function assertCompare(compare: unknown): void {
  if (compare !== undefined && typeof compare !== 'function') {
    throw new TypeError('The comparison function must be either a function or undefined');
  }
}

function show(value: unknown): string {
  if (typeof value === 'object' && value !== null) return '#<Object>';
  return typeof value === 'string' ? JSON.stringify(value) : String(value);
}

function toObject(value: unknown): Indexed {
  if (value === undefined || value === null) throw new TypeError('Array.prototype method called on null or undefined');
  return Object(value) as Indexed;
}

function lengthOf(object: Indexed): number {
  if (Array.isArray(object)) return object.length;
  const length = toIntegerOrInfinity(object.length);
  return length > 0 ? Math.min(length, Number.MAX_SAFE_INTEGER) : 0;
}

/** Of an object that only looks like an array, `length` can be anything. */
function toIntegerOrInfinity(value: unknown): number {
  return Math.trunc(+(value as string)) || 0;
}

/** ArraySpeciesCreate. */
function createLike(original: Indexed, length: number): unknown[] {
  if (!Array.isArray(original)) return new Array<unknown>(length);
  let constructor: unknown = original.constructor;
  if (constructor === Array) return new Array<unknown>(length);
  if (isObject(constructor)) constructor = (constructor as { [Symbol.species]?: unknown })[Symbol.species] ?? undefined;
  if (constructor === undefined || constructor === Array) return new Array<unknown>(length);
  if (!isConstructor(constructor)) throw new TypeError('object.constructor[Symbol.species] is not a constructor');
  return new constructor(length) as unknown[];
}

/** CreateDataPropertyOrThrow. */
function define(object: unknown[], index: number, value: unknown): void {
  if (Array.isArray(object) && index === object.length && Object.isExtensible(object) && !(index in object))
    object[index] = value;
  else Object.defineProperty(object, index, { value, writable: true, enumerable: true, configurable: true });
}

function native(method: unknown, self: unknown, ...args: unknown[]): unknown {
  'use no greenlet';
  return Reflect.apply(method as (...args: unknown[]) => unknown, self, args);
}

const { prototype } = Array;
const nativeMethods = { from: Array.from as unknown, sort: prototype.sort, toSorted: prototype.toSorted };

export const arrayMethods: [unknown, unknown][] = [
  [prototype.forEach, forEach],
  [prototype.map, map],
  [prototype.filter, filter],
  [prototype.some, some],
  [prototype.every, every],
  [prototype.find, find],
  [prototype.findIndex, findIndex],
  [prototype.findLast, findLast],
  [prototype.findLastIndex, findLastIndex],
  [prototype.reduce, reduce],
  [prototype.reduceRight, reduceRight],
  [prototype.flatMap, flatMap],
  [nativeMethods.sort, sort],
  [nativeMethods.toSorted, toSorted],
  [nativeMethods.from, from],
];
