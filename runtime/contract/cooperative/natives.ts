/*
 * The native methods that have cooperative versions, read before any program can change them. Where the engine does not
 * have one yet, it is undefined.
 */

type Constructor = new (...args: unknown[]) => unknown;

const { getPrototypeOf, getOwnPropertyDescriptor } = Object;

function methodOf(holder: object | undefined, key: PropertyKey): unknown {
  return holder === undefined ? undefined : getOwnPropertyDescriptor(holder, key)?.value;
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
  const result =
    method === undefined ? undefined : (Reflect.apply(method as () => object, self, [argument] as never) as object);
  return methodsOf(result === undefined ? result : (getPrototypeOf(result) as object), 'next', 'return');
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

export const nativeJson = {
  ...methodsOf(JSON, 'parse', 'stringify', 'isRawJSON'),
  /** Newer engines tell the reviver what a primitive value looked like in the text. */
  tellsSource: JSON.parse('0', (_key, _value, ...context) => context.length > 0) as boolean,
};

const TypedArrayConstructor = getPrototypeOf(Uint8Array) as { prototype: object };

export const typedArrayPrototype = TypedArrayConstructor.prototype;
export const nativeTypedArray = {
  ...methodsOf(typedArrayPrototype, 'forEach', 'map', 'filter', 'some', 'every', 'reduce', 'reduceRight', 'sort'),
  ...methodsOf(typedArrayPrototype, 'find', 'findIndex', 'findLast', 'findLastIndex', 'toSorted', 'keys'),
  from: methodOf(TypedArrayConstructor, 'from'),
  getLength: getOwnPropertyDescriptor(typedArrayPrototype, 'length')?.get,
  getName: getOwnPropertyDescriptor(typedArrayPrototype, Symbol.toStringTag)?.get,
};

/** `Uint8Array` and its like, by name. */
export const typedArrayConstructors: ReadonlyMap<string, Constructor> = new Map(
  Object.getOwnPropertyNames(globalThis)
    .map((name) => [name, methodOf(globalThis, name)] as const)
    .filter(([, value]) => typeof value === 'function' && getPrototypeOf(value) === TypedArrayConstructor)
    .map(([name, value]) => [name, value as Constructor]),
);
