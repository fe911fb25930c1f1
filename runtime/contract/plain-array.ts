// Programs may take `Symbol` away.
const ITERATOR: typeof Symbol.iterator = Symbol.iterator;
const arrayValues = Array.prototype[ITERATOR];
const arrayIteratorPrototype = Object.getPrototypeOf([][ITERATOR]()) as { next: unknown };
const arrayNext = arrayIteratorPrototype.next;

/** An array that is iterated as the language defines it. */
export function isPlainArray(value: unknown): value is unknown[] {
  return Array.isArray(value) && value[ITERATOR] === arrayValues && arrayIteratorPrototype.next === arrayNext;
}

/**
 * An array to be spread or iterated where the language asks no iterator, as when arguments are passed on: a program that
 * has replaced the iterator of arrays must not be asked for it.
 */
export function spreadable<T>(values: readonly T[]): Iterable<T> {
  return isPlainArray(values) ? values : { [ITERATOR]: () => elements(values) };
}

function elements<T>(values: readonly T[]): Iterator<T> {
  let index = 0;
  return {
    next: () =>
      index < values.length ? { value: values[index++] as T, done: false } : { value: undefined, done: true },
  };
}
