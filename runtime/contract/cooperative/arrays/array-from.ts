'use greenlet';

import { reflectApply } from '../../builtins.ts';
import { isConstructor } from '../../is-constructor.ts';
import { isArrayIteration } from '../../iteration/plain-array.ts';
import { applyFunction, callOn } from '../functions.ts';
import { isNativeCollection } from '../native-collection.ts';
import { assertCallable as refuseUncallable, define as defineProperty, lengthOfArrayLike } from '../operations.ts';

type Mapper = (this: unknown, value: unknown, index: number) => unknown;
export type Indexed = Record<number, unknown> & { length: number };

export const nativeFrom: unknown = Array.from;

/** `Array.from` where a function is given, or an iterator that may block. */
export function fromAnything(constructor: unknown, items: unknown, mapper?: Mapper, self?: unknown): unknown {
  if (mapper !== undefined) refuseUncallable(mapper);
  if (items === undefined || items === null) return native(nativeFrom, constructor, items);
  const method = (items as Iterable<unknown>)[Symbol.iterator] as unknown;
  if (method === undefined || method === null) return fromArrayLike(constructor, items, mapper, self);
  if (mapper === undefined && isNativeCollection(items, method)) return native(nativeFrom, constructor, items);
  return fromIterable(constructor, items, method, mapper, self);
}

/** `method` makes the iterator. */
export function fromIterable(
  constructor: unknown,
  items: unknown,
  method: unknown,
  mapper?: Mapper,
  self?: unknown,
): unknown {
  if (typeof method !== 'function') return native(nativeFrom, constructor, { [Symbol.iterator]: method });
  const result = construct(constructor);
  const isOwn = constructor === Array;
  if (isArrayIteration(items, method)) return fromArray(items, mapper, self, result, isOwn);
  const iterable = { [Symbol.iterator]: () => applyFunction(method as Mapper, items, []) as Iterator<unknown> };
  let index = 0;
  for (const value of iterable) {
    define(result, index, mapper === undefined ? value : invokeMapper(mapper, self, value, index), isOwn);
    index++;
  }
  result.length = index;
  return result;
}

/** Walks an array by index, as its iterator does. */
function fromArray(
  items: readonly unknown[],
  mapper: Mapper | undefined,
  self: unknown,
  result: unknown[],
  isOwn: boolean,
): unknown {
  let index = 0;
  for (; index < items.length; index++) {
    const value = items[index];
    define(result, index, mapper === undefined ? value : invokeMapper(mapper, self, value, index), isOwn);
  }
  result.length = index;
  return result;
}

function construct(constructor: unknown): unknown[] {
  return (isConstructor(constructor) ? new constructor() : []) as unknown[];
}

export function fromArrayLike(constructor: unknown, items: unknown, mapper?: Mapper, self?: unknown): unknown {
  const object = Object(items) as Indexed;
  const length = lengthOfArrayLike(object);
  const result = (isConstructor(constructor) ? new constructor(length) : new Array<unknown>(length)) as unknown[];
  for (let index = 0; index < length; index++) {
    const value = object[index];
    define(result, index, mapper === undefined ? value : invokeMapper(mapper, self, value, index), false);
  }
  result.length = length;
  return result;
}

function invokeMapper(mapper: Mapper, self: unknown, value: unknown, index: number): unknown {
  if (self === undefined) return mapper(value, index);
  return callOn(mapper, self, value, index);
}

/** CreateDataPropertyOrThrow. `isOwn`: nobody else knows the array yet, but prototypes may have a property of that name. */
function define(object: unknown[], index: number, value: unknown, isOwn: boolean): void {
  'use no greenlet';
  if (isOwn && !(index in object)) object[index] = value;
  else defineProperty(object, index, value);
}

function native(method: unknown, self: unknown, ...args: unknown[]): unknown {
  'use no greenlet';
  return reflectApply(method as (...args: unknown[]) => unknown, self, args);
}
