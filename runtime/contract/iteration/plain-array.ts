import { objectGetPrototypeOf, objectHasOwn, reflectApply } from '../builtins.ts';

// Programs may take `Symbol` away.
export const ITERATOR: typeof Symbol.iterator = Symbol.iterator;
const { isArray } = Array;
const arrayPrototype = Array.prototype;
const arrayValues = Array.prototype[ITERATOR];
const arrayIteratorPrototype = Object.getPrototypeOf([][ITERATOR]()) as { next: unknown };
const arrayNext = arrayIteratorPrototype.next;

/** Whether `value`, whose iterator `method` makes, is an array that is iterated as the language defines it. */
export function isArrayIteration(value: unknown, method: unknown): value is unknown[] {
  return method === arrayValues && isArray(value) && arrayIteratorPrototype.next === arrayNext;
}

/** The same for an array of our own: of any other, its iterator must be asked for only once. */
function isPlainArray(value: readonly unknown[]): boolean {
  return isArrayIteration(value, value[ITERATOR]);
}

/** The elements of an array: looked at as array iteration looks at them, which a proxy sees. */
export function elements(array: readonly unknown[], length = array.length): unknown[] {
  // Literals are much cheaper than a list that grows.
  if (length < 1) return [];
  const first = array[0];
  if (array.length < 2) return [first];
  const second = array[1];
  if (array.length < 3) return [first, second];
  const values = [first, second, array[2]];
  for (let index = 3; index < array.length; index++) values[index] = array[index];
  return values;
}

const nativeFrom: (items: readonly unknown[]) => unknown[] = Array.from;
const isProxy = (globalThis as { process?: Partial<NodeJS.Process> }).process?.getBuiltinModule?.('node:util').types
  .isProxy;
/** From that length on, it is worth asking whether the engine may copy an array. */
const LONG = 8;

/** The same for `Array.from`, by the engine if nobody notices that it asks for the iterator once more. */
export function copyOf(array: readonly unknown[]): unknown[] {
  const { length } = array;
  return length > LONG && isOrdinary(array) ? reflectApply(nativeFrom, Array, [array]) : elements(array, length);
}

/** Whether to look at the properties of an array runs no code, as far as its iterator goes. */
function isOrdinary(array: readonly unknown[]): boolean {
  if (isProxy === undefined || isProxy(array)) return false;
  return objectGetPrototypeOf(array) === arrayPrototype && !objectHasOwn(array, ITERATOR);
}

const MOST_PRESIZED = 100_000;

/** The same, for what only iterates them: a list that does not grow is made faster, and used as fast. */
export function presizedElements(array: readonly unknown[]): unknown[] {
  let { length } = array;
  const values = new Array<unknown>(length >= 0 && length < MOST_PRESIZED ? Math.trunc(length) : 0);
  let index = 0;
  for (; index < length; length = array.length) {
    values[index] = array[index];
    index++;
  }
  if (values.length !== index) values.length = index;
  return values;
}

/** The first ones only. Literals are much cheaper than a list that grows. */
export function firstElements(array: readonly unknown[], limit: number): unknown[] {
  if (limit > 3) return limit === Infinity ? elements(array) : upTo(array, limit);
  if (limit < 1 || array.length < 1) return [];
  const first = array[0];
  if (limit < 2 || array.length < 2) return [first];
  const second = array[1];
  return limit < 3 || array.length < 3 ? [first, second] : [first, second, array[2]];
}

function upTo(array: readonly unknown[], limit: number): unknown[] {
  const values: unknown[] = [];
  for (let index = 0; index < limit && index < array.length; index++) values[index] = array[index];
  return values;
}

/**
 * An array to be spread or iterated where the language asks no iterator, as when arguments are passed on: a program that
 * has replaced the iterator of arrays must not be asked for it.
 */
export function spreadable<T>(values: readonly T[]): Iterable<T> {
  return isPlainArray(values) ? values : { [ITERATOR]: () => iteratorOf(values) };
}

/** Whether arrays are iterated as the language defines it, so that nobody is asked for the elements of one that has no iterator of its own. */
export function iteratesArrays(): boolean {
  return arrayPrototype[ITERATOR] === arrayValues && arrayIteratorPrototype.next === arrayNext;
}

/** What `...values` spreads, to be spread where nobody may run code: an array that nobody else has is not copied. */
export function listed<T>(values: readonly T[]): Iterable<T> {
  return isPlainArray(values) ? values : spreadable([...values]);
}

function iteratorOf<T>(values: readonly T[]): Iterator<T> {
  let index = 0;
  return {
    next: () =>
      index < values.length ? { value: values[index++] as T, done: false } : { value: undefined, done: true },
  };
}
