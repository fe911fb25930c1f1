'use greenlet';

import { reflectApply } from '../../builtins.ts';
import { isConstructor } from '../../is-constructor.ts';
import { isObject } from '../../is-object.ts';
import { nativeFrom, type Indexed } from './array-from.ts';
import { from } from './from.ts';
import { sortMethods } from './array-sort.ts';
import { call } from '../../enter.ts';
import { link } from '../../link.ts';
import { callThree } from '../functions.ts';
import { assertCallable as refuseUncallable, define as defineProperty, lengthOfArrayLike } from '../operations.ts';
import { cooperative } from '../versions.ts';

/*
 * The methods of arrays that take callbacks, as the specification describes them (ECMA-262, 23.1.3), but compiled, so
 * that the callbacks can suspend. They are used where compiled code calls the native method.
 */

type Callback = (this: unknown, value: unknown, key: unknown, object: object) => unknown;

function forEach(this: unknown, callback: Callback, self?: unknown): void {
  const object = toObject(this, nativeMethods.forEach);
  const length = lengthOf(object);
  const fn = callable(callback, self);
  for (let index = 0; index < length; index++) {
    if (index in object) invoke(fn, self, object[index], index, object);
  }
}

function map(this: unknown, callback: Callback, self?: unknown): unknown {
  const object = toObject(this, nativeMethods.map);
  const length = lengthOf(object);
  const fn = callable(callback, self);
  const species = speciesOf(object);
  const result = species === undefined ? new Array<unknown>(length) : new species(length);
  const isOwn = species === undefined;
  for (let index = 0; index < length; index++) {
    if (index in object) define(result, index, invoke(fn, self, object[index], index, object), isOwn);
  }
  return result;
}

function filter(this: unknown, callback: Callback, self?: unknown): unknown {
  const object = toObject(this, nativeMethods.filter);
  const length = lengthOf(object);
  const fn = callable(callback, self);
  const species = speciesOf(object);
  const result = species === undefined ? [] : new species(0);
  const isOwn = species === undefined;
  let to = 0;
  for (let index = 0; index < length; index++) {
    if (!(index in object)) continue;
    const value = object[index];
    if (invoke(fn, self, value, index, object)) define(result, to++, value, isOwn);
  }
  return result;
}

function some(this: unknown, callback: Callback, self?: unknown): boolean {
  const object = toObject(this, nativeMethods.some);
  const length = lengthOf(object);
  const fn = callable(callback, self);
  for (let index = 0; index < length; index++) {
    if (index in object && invoke(fn, self, object[index], index, object)) return true;
    if (index === 0 && isPlain(fn)) return testRest(object, length, fn, self, true);
  }
  return false;
}

function every(this: unknown, callback: Callback, self?: unknown): boolean {
  const object = toObject(this, nativeMethods.every);
  const length = lengthOf(object);
  const fn = callable(callback, self);
  for (let index = 0; index < length; index++) {
    if (index in object && !invoke(fn, self, object[index], index, object)) return false;
    if (index === 0 && isPlain(fn)) return !testRest(object, length, fn, self, false);
  }
  return true;
}

function find(this: unknown, callback: Callback, self?: unknown): unknown {
  const object = toObject(this, nativeMethods.find);
  const length = lengthOf(object);
  const fn = callable(callback, self);
  for (let index = 0; index < length; index++) {
    const value = object[index];
    if (invoke(fn, self, value, index, object)) return value;
    if (index === 0 && isPlain(fn)) return findRest(object, length, fn, self);
  }
  return undefined;
}

function findIndex(this: unknown, callback: Callback, self?: unknown): number {
  const object = toObject(this, nativeMethods.findIndex);
  const length = lengthOf(object);
  const fn = callable(callback, self);
  for (let index = 0; index < length; index++) {
    if (invoke(fn, self, object[index], index, object)) return index;
    if (index === 0 && isPlain(fn)) return findRestIndex(object, length, fn, self);
  }
  return -1;
}

function findLast(this: unknown, callback: Callback, self?: unknown): unknown {
  const object = toObject(this, nativeMethods.findLast);
  const length = lengthOf(object);
  const fn = callable(callback, self);
  for (let index = length - 1; index >= 0; index--) {
    const value = object[index];
    if (invoke(fn, self, value, index, object)) return value;
  }
  return undefined;
}

function findLastIndex(this: unknown, callback: Callback, self?: unknown): number {
  const object = toObject(this, nativeMethods.findLastIndex);
  const length = lengthOf(object);
  const fn = callable(callback, self);
  for (let index = length - 1; index >= 0; index--) {
    if (invoke(fn, self, object[index], index, object)) return index;
  }
  return -1;
}

type Reducer = (accumulator: unknown, value: unknown, index: number, object: object) => unknown;

function reduce(this: unknown, callback: Reducer, ...initial: unknown[]): unknown {
  const object = toObject(this, nativeMethods.reduce);
  const length = lengthOf(object);
  assertCallable(callback);
  return fold(object, callback, initial, 0, length, 1);
}

function reduceRight(this: unknown, callback: Reducer, ...initial: unknown[]): unknown {
  const object = toObject(this, nativeMethods.reduceRight);
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
  const object = toObject(this, nativeMethods.flatMap);
  const length = lengthOf(object);
  if (typeof callback !== 'function') return native(nativeMethods.flatMap, [], callback);
  const fn = callable(callback, self);
  const species = speciesOf(object);
  const result = species === undefined ? [] : new species(0);
  const isOwn = species === undefined;
  let to = 0;
  for (let index = 0; index < length; index++) {
    if (!(index in object)) continue;
    const value = invoke(fn, self, object[index], index, object);
    if (!Array.isArray(value)) define(result, to++, value, isOwn);
    else {
      const count = lengthOf(value);
      for (let inner = 0; inner < count; inner++) if (inner in value) define(result, to++, value[inner], isOwn);
    }
  }
  return result;
}

function invoke(callback: Callback, self: unknown, value: unknown, index: number, object: object): unknown {
  if (self === undefined) return callback(value, index, object);
  return callThree(callback, self, value, index, object);
}

/*
 * What never suspends is called as it is if it is a function of this file that is not compiled.
 */

/** The native method says how it refuses what is no object. */
function toObject(value: unknown, method: unknown): Indexed {
  'use no greenlet';
  if (Array.isArray(value)) return value as Indexed;
  if (value === undefined || value === null) native(method, value);
  return Object(value) as Indexed;
}

function lengthOf(object: Indexed): number {
  'use no greenlet';
  return lengthOfArrayLike(object);
}

function assertCallable(callback: unknown): void {
  'use no greenlet';
  refuseUncallable(callback);
}

/** What to call for the callback, if it gets a `this`: of a native method the version that can suspend. */
function callable(callback: Callback, self: unknown): Callback {
  'use no greenlet';
  refuseUncallable(callback);
  return self === undefined ? callback : (cooperative(callback) as Callback);
}

/**
 * Whether the callback that has just returned is not compiled: what is compiled takes note that it is called. Then it never
 * suspends, and a loop over the rest need not announce it.
 */
function isPlain(callback: Callback): boolean {
  'use no greenlet';
  if (link.to !== callback) return false;
  link.to = null;
  return true;
}

/** Whether the callback answers so for one of the elements after the first. */
function testRest(object: Indexed, length: number, callback: Callback, self: unknown, wanted: boolean): boolean {
  'use no greenlet';
  for (let index = 1; index < length; index++) {
    if (index in object && Boolean(callPlain(callback, self, object[index], index, object)) === wanted) return true;
  }
  return false;
}

function findRest(object: Indexed, length: number, callback: Callback, self: unknown): unknown {
  'use no greenlet';
  for (let index = 1; index < length; index++) {
    const value = object[index];
    if (callPlain(callback, self, value, index, object)) return value;
  }
  return undefined;
}

function findRestIndex(object: Indexed, length: number, callback: Callback, self: unknown): number {
  'use no greenlet';
  for (let index = 1; index < length; index++) {
    if (callPlain(callback, self, object[index], index, object)) return index;
  }
  return -1;
}

function callPlain(callback: Callback, self: unknown, value: unknown, index: number, object: object): unknown {
  'use no greenlet';
  return self === undefined ? callback(value, index, object) : call(callback, self, value, index, object);
}

function native(method: unknown, self: unknown, ...args: unknown[]): unknown {
  'use no greenlet';
  return reflectApply(method as (...args: unknown[]) => unknown, self, args);
}

/** CreateDataPropertyOrThrow. `isOwn`: nobody else knows the array yet, but prototypes may have a property of that name. */
function define(object: unknown[], index: number, value: unknown, isOwn: boolean): void {
  'use no greenlet';
  if (isOwn && !(index in object)) object[index] = value;
  else defineProperty(object, index, value);
}

type Species = new (length: number) => unknown[];

/** ArraySpeciesCreate: what makes an array like `original`; undefined if that is an array of our own. */
function speciesOf(original: Indexed): Species | undefined {
  'use no greenlet';
  if (!Array.isArray(original)) return undefined;
  let constructor: unknown = original.constructor;
  if (constructor === Array) return undefined;
  if (isObject(constructor)) constructor = (constructor as { [Symbol.species]?: unknown })[Symbol.species] ?? undefined;
  if (constructor === undefined || constructor === Array) return undefined;
  if (!isConstructor(constructor)) throw new TypeError('object.constructor[Symbol.species] is not a constructor');
  return constructor as Species;
}

const { prototype } = Array;
/** Read before any program can change them. */
const nativeMethods = {
  forEach: prototype.forEach,
  map: prototype.map,
  filter: prototype.filter,
  some: prototype.some,
  every: prototype.every,
  find: prototype.find,
  findIndex: prototype.findIndex,
  findLast: prototype.findLast,
  findLastIndex: prototype.findLastIndex,
  reduce: prototype.reduce,
  reduceRight: prototype.reduceRight,
  flatMap: prototype.flatMap,
};

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
  ...sortMethods,
  [nativeFrom, from],
];
