'use greenlet';
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
    else for (let inner = 0; inner < value.length; inner++) if (inner in value) define(result, to++, value[inner]);
  }
  return result;
}

type Compare = ((a: unknown, b: unknown) => unknown) | undefined;

function sort(this: unknown, compare?: Compare): unknown {
  assertCompare(compare);
  const object = toObject(this);
  const length = lengthOf(object);
  const values: unknown[] = [];
  for (let index = 0; index < length; index++) if (index in object) values.push(object[index]);
  const sorted = sortValues(values, compare);
  for (let index = 0; index < sorted.length; index++) object[index] = sorted[index];
  for (let index = sorted.length; index < length; index++) if (index in object) Reflect.deleteProperty(object, index);
  return object;
}

function toSorted(this: unknown, compare?: Compare): unknown[] {
  assertCompare(compare);
  const object = toObject(this);
  const length = lengthOf(object);
  const values: unknown[] = [];
  for (let index = 0; index < length; index++) values.push(object[index]);
  return sortValues(values, compare);
}

/** Stable; undefined goes last, without being compared. */
function sortValues(values: unknown[], compare: Compare): unknown[] {
  const defined: unknown[] = [];
  for (const value of values) if (value !== undefined) defined.push(value);
  const missing = values.length - defined.length;
  const sorted = compare === undefined ? nativeSort(defined) : mergeSort(defined, compare);
  for (let count = 0; count < missing; count++) sorted.push(undefined);
  return sorted;
}

function mergeSort(values: unknown[], compare: NonNullable<Compare>): unknown[] {
  let from = values;
  let to: unknown[] = new Array<unknown>(values.length);
  for (let width = 1; width < values.length; width *= 2) {
    for (let start = 0; start < values.length; start += 2 * width) merge(from, to, start, width, compare);
    [from, to] = [to, from];
  }
  return from;
}

function merge(from: unknown[], to: unknown[], start: number, width: number, compare: NonNullable<Compare>): void {
  const middle = Math.min(start + width, from.length);
  const end = Math.min(start + 2 * width, from.length);
  let left = start;
  let right = middle;
  for (let index = start; index < end; index++) {
    const takeLeft = right >= end || (left < middle && !(Number(compare(from[left], from[right])) > 0));
    to[index] = takeLeft ? from[left++] : from[right++];
  }
}

/** `Array.from` with a function. */
function from(this: unknown, items: unknown, mapper?: Callback, self?: unknown): unknown {
  if (mapper === undefined) return nativeFrom(this, items);
  assertCallable(mapper, `${String(mapper)} is not a function`);
  const method = (items as Iterable<unknown>)[Symbol.iterator] as unknown;
  if (method === undefined || method === null) return fromArrayLike(this, items, mapper, self);
  const result = construct(this);
  let index = 0;
  for (const value of items as Iterable<unknown>) {
    define(
      result,
      index,
      self === undefined
        ? (mapper as (...args: unknown[]) => unknown)(value, index)
        : mapper.call(self, value, index, undefined as never),
    );
    index++;
  }
  result.length = index;
  return result;
}

function construct(constructor: unknown): unknown[] {
  return (isConstructor(constructor) ? new constructor() : []) as unknown[];
}

function fromArrayLike(constructor: unknown, items: unknown, mapper: Callback, self: unknown): unknown {
  const object = toObject(items);
  const length = lengthOf(object);
  const result = (isConstructor(constructor) ? new constructor(length) : new Array<unknown>(length)) as unknown[];
  for (let index = 0; index < length; index++) {
    const value = object[index];
    define(
      result,
      index,
      self === undefined
        ? (mapper as (...args: unknown[]) => unknown)(value, index)
        : mapper.call(self, value, index, undefined as never),
    );
  }
  result.length = length;
  return result;
}

function invoke(callback: Callback, self: unknown, value: unknown, index: number, object: object): unknown {
  if (self === undefined) return callback(value, index, object);
  return callback.call(self, value, index, object);
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
  return Math.trunc(Number(value)) || 0;
}

/** ArraySpeciesCreate. */
function createLike(original: Indexed, length: number): unknown[] {
  if (!Array.isArray(original)) return new Array<unknown>(length);
  let constructor: unknown = original.constructor;
  if (constructor === Array) return new Array<unknown>(length);
  if (typeof constructor === 'object' || typeof constructor === 'function') {
    constructor = (constructor as { [Symbol.species]?: unknown } | null)?.[Symbol.species] ?? undefined;
  }
  if (constructor === undefined || constructor === Array) return new Array<unknown>(length);
  if (!isConstructor(constructor)) throw new TypeError('object.constructor[Symbol.species] is not a constructor');
  return new constructor(length) as unknown[];
}

function isConstructor(value: unknown): value is new (length?: number) => unknown {
  if (typeof value !== 'function') return false;
  try {
    Reflect.construct(Object, [], value);
    return true;
  } catch {
    return false;
  }
}

/** CreateDataPropertyOrThrow. */
function define(object: unknown[], index: number, value: unknown): void {
  if (Array.isArray(object) && index === object.length && Object.isExtensible(object) && !(index in object))
    object[index] = value;
  else Object.defineProperty(object, index, { value, writable: true, enumerable: true, configurable: true });
}

const nativeArrayFrom = Array.from;
const nativeArraySort = Array.prototype.sort;

function nativeFrom(constructor: unknown, items: unknown): unknown {
  'use no greenlet';
  return Reflect.apply(nativeArrayFrom, constructor, [items]);
}

function nativeSort(values: unknown[]): unknown[] {
  'use no greenlet';
  return Reflect.apply(nativeArraySort, values, []) as unknown[];
}

const { prototype } = Array;

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
  [prototype.sort, sort],
  [prototype.toSorted, toSorted],
  [nativeArrayFrom, from],
];
