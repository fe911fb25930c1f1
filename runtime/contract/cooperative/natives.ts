/*
 * The native methods that have cooperative versions, read before any program can change them. Where the engine does not
 * have one yet, it is undefined.
 */

import { objectGetOwnPropertyDescriptor, objectGetPrototypeOf, reflectApply } from '../builtins.ts';

type Constructor = new (...args: unknown[]) => unknown;

function methodOf(holder: object | undefined, key: PropertyKey): unknown {
  return holder === undefined ? undefined : objectGetOwnPropertyDescriptor(holder, key)?.value;
}

function methodsOf<K extends string>(holder: object | undefined, ...names: K[]): Record<K, unknown> {
  return Object.fromEntries(names.map((name) => [name, methodOf(holder, name)])) as Record<K, unknown>;
}

const { Iterator: iteratorConstructor } = globalThis as { Iterator?: { prototype: object } };

export const iteratorPrototype = iteratorConstructor?.prototype;
export const nativeIterator = {
  ...methodsOf(iteratorPrototype, 'forEach', 'some', 'every', 'find', 'reduce', 'toArray'),
  ...methodsOf(iteratorPrototype, 'map', 'filter', 'flatMap', 'take', 'drop'),
  from: methodOf(iteratorConstructor, 'from'),
};

/** Where the objects that a method makes have their methods. */
function methodsOfResult(method: unknown, self: unknown, argument: unknown): Record<'next' | 'return', unknown> {
  if (typeof method !== 'function') return { next: undefined, return: undefined };
  return methodsOf(objectGetPrototypeOf(reflectApply(method, self, [argument])) as object, 'next', 'return');
}

const nothing = { next: () => ({ done: true }) };
/** Of the objects that `map` and the like return. */
export const nativeHelper = methodsOfResult(nativeIterator.map, nothing, () => undefined);
/** Of the objects that `Iterator.from` makes of other iterators. */
export const nativeWrapper = methodsOfResult(nativeIterator.from, iteratorConstructor, nothing);

export const nativeObjectGroupBy = methodOf(Object, 'groupBy');
export const nativeMap = methodsOf(Map.prototype, 'get', 'set', 'has', 'getOrInsertComputed');
export const nativeMapGroupBy = methodOf(Map, 'groupBy');
export const nativeWeakMap = methodsOf(WeakMap.prototype, 'get', 'set', 'has', 'getOrInsertComputed');
export const NativePromise = Promise;
export const nativePromiseTry = methodOf(Promise, 'try');
/** They iterate their argument. */
export const nativeCollecting = {
  ...methodsOf(Promise, 'all', 'allSettled', 'any', 'race'),
  fromEntries: methodOf(Object, 'fromEntries'),
};

export const nativeJson = {
  ...methodsOf(JSON, 'parse', 'stringify', 'isRawJSON'),
  /** Newer engines tell the reviver what a primitive value looked like in the text. */
  tellsSource: JSON.parse('0', (...args: unknown[]) => args.length > 2) as boolean,
};

const typedArrayNames =
  'Int8Array Uint8Array Uint8ClampedArray Int16Array Uint16Array Int32Array Uint32Array Float16Array Float32Array Float64Array BigInt64Array BigUint64Array';

/** `Uint8Array` and its like, by name. */
export const typedArrayConstructors: ReadonlyMap<string, Constructor> = new Map(
  typedArrayNames
    .split(' ')
    .map((name) => [name, methodOf(globalThis, name) as Constructor | undefined] as const)
    .filter((entry): entry is [string, Constructor] => entry[1] !== undefined),
);

/** What they inherit from; more than one where somebody, like Jest, has mixed the globals of two realms. */
const typedArrayParents = new Set(
  [...typedArrayConstructors.values()].map((constructor) => objectGetPrototypeOf(constructor) as { prototype: object }),
);
export const nativeTypedArrays = [...typedArrayParents].map((parent) => ({
  ...methodsOf(parent.prototype, 'forEach', 'map', 'filter', 'some', 'every', 'reduce', 'reduceRight', 'sort'),
  ...methodsOf(parent.prototype, 'find', 'findIndex', 'findLast', 'findLastIndex', 'toSorted', 'keys'),
  from: methodOf(parent, 'from'),
  getLength: objectGetOwnPropertyDescriptor(parent.prototype, 'length')?.get,
  getName: objectGetOwnPropertyDescriptor(parent.prototype, Symbol.toStringTag)?.get,
}));
export const nativeTypedArray = nativeTypedArrays[0] as (typeof nativeTypedArrays)[number];
