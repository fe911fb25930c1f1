import { expected } from '../core/errors/expected.ts';

/** As for `Array.prototype.sort`: negative if `a` comes before `b`. */
export type Compare<T> = (a: T, b: T) => number;

/** What an item is ordered by. Undefined, inside of an array, for what has no order. */
export type Key = number | bigint | string | boolean | undefined | readonly Key[];

type Kind = 'a number' | 'a string' | 'an array' | 'something without an order';

/** What the items of a queue have in common, so that any two can be compared. */
interface Shape {
  readonly kind: Kind;
  /** Those of the elements of arrays, as far as they are known. */
  readonly elements: Shape[];
}

/**
 * The natural order: numbers (and what converts to one, as dates do), strings, and arrays of such, element by element.
 * Elements without an order, such as the job in `[priority, job]`, count for nothing.
 */
export class NaturalOrder {
  #shape: Shape | null = null;

  /** For a queue that is empty again. */
  reset(): void {
    this.#shape = null;
  }

  /**
   * What the item is ordered by.
   *
   * @throws {TypeError} if it has no order, or cannot be compared with those before
   */
  keyOf(item: unknown): Key {
    const key = primitiveKey(item);
    if (typeof key === 'number' && this.#shape === NUMBER) return key;
    if (key === undefined && !Array.isArray(item)) throw withoutOrder(item);
    const shape = shapeOf(item);
    if (this.#shape === null) {
      this.#shape = shape;
    } else {
      check(this.#shape, shape, item);
      learn(this.#shape, shape);
    }
    return keyOf(item);
  }
}

const NUMBER: Shape = { kind: 'a number', elements: [] };
const STRING: Shape = { kind: 'a string', elements: [] };
const NOTHING: Shape = { kind: 'something without an order', elements: [] };

function withoutOrder(item: unknown): TypeError {
  return expected('a number, a string, a date or an array of such, or a function to compare items with', item);
}

function shapeOf(value: unknown): Shape {
  if (Array.isArray(value)) return { kind: 'an array', elements: Array.from(value, shapeOf) };
  // It is not meant to count for nothing.
  if (Number.isNaN(value)) throw withoutOrder(value);
  const key = primitiveKey(value);
  if (key === undefined) return NOTHING;
  return typeof key === 'string' ? STRING : NUMBER;
}

/** Adds what `shape` says about further elements to `known`. */
function learn(known: Shape, shape: Shape): void {
  shape.elements.forEach((element, index) => {
    const before = known.elements[index];
    if (before === undefined) known.elements.push(element);
    else learn(before, element);
  });
}

function check(known: Shape, shape: Shape, value: unknown): void {
  if (known.kind !== shape.kind) throw expected(`${known.kind}, as in other items of the queue`, value);
  shape.elements.forEach((element, index) => {
    const before = known.elements[index];
    if (before !== undefined) check(before, element, (value as readonly unknown[])[index]);
  });
}

function keyOf(value: unknown): Key {
  return Array.isArray(value) ? Array.from(value, keyOf) : primitiveKey(value);
}

/** Undefined for arrays, and what has no order. */
function primitiveKey(value: unknown): Exclude<Key, readonly Key[]> {
  switch (typeof value) {
    case 'number':
      return Number.isNaN(value) ? undefined : value;
    case 'string':
    case 'bigint':
    case 'boolean':
      return value;
    case 'object':
      return value === null || Array.isArray(value) ? undefined : numberOf(value);
    default:
      return undefined;
  }
}

/** What a date, and its like, is as a number. Some refuse to be one. */
function numberOf(value: object): number | bigint | undefined {
  let number: unknown;
  try {
    number = value.valueOf();
  } catch {
    return undefined;
  }
  const isNumber = typeof number === 'bigint' || (typeof number === 'number' && !Number.isNaN(number));
  return isNumber ? (number as number | bigint) : undefined;
}

/** The order of two keys of the same shape. Of two arrays that begin alike the shorter comes first. */
export function compareKeys(a: Key, b: Key): number {
  if (typeof a === 'object' && typeof b === 'object') return compareArrays(a, b);
  if (a === undefined || b === undefined) return 0;
  return a < b ? -1 : a > b ? 1 : 0;
}

function compareArrays(a: readonly Key[], b: readonly Key[]): number {
  const length = Math.min(a.length, b.length);
  for (let i = 0; i < length; i++) {
    const difference = compareKeys(a[i], b[i]);
    if (difference !== 0) return difference;
  }
  return a.length - b.length;
}

/** A function of the program, whose result is not taken on trust. */
export function checked<T>(compare: Compare<T>): Compare<T> {
  if (typeof compare !== 'function') throw expected('a function to compare items with', compare);
  return (a, b) => {
    const difference: unknown = compare(a, b);
    if (typeof difference !== 'number' || Number.isNaN(difference)) {
      throw expected('a number from the function that compares items', difference);
    }
    return difference;
  };
}
