'use greenlet';

import { reflectDeleteProperty } from '../../builtins.ts';
import type { Indexed } from './array-from.ts';
import { insertionSort, LONGEST_TO_INSERT } from './insertion-sort.ts';
import { mergeSort, type Compare } from './merge-sort.ts';
import { append, define, lengthOfArrayLike, native, show } from '../operations.ts';

/* `sort` and `toSorted` of arrays. */

function sort(this: unknown, compare?: Compare): unknown {
  assertCompare(compare);
  if (compare === undefined) return native(nativeMethods.sort, this);
  if (this === undefined || this === null) return native(nativeMethods.sort, this, compare);
  const object = Object(this) as Indexed;
  const length = lengthOfArrayLike(object);
  const values: unknown[] = [];
  let count = 0;
  for (let index = 0; index < length; index++) {
    if (!(index in object)) continue;
    count++;
    const value = object[index];
    if (value !== undefined) append(values, value);
  }
  const sorted = sortValues(values, compare);
  for (let index = 0; index < count; index++) object[index] = index < sorted.length ? sorted[index] : undefined;
  for (let index = count; index < length; index++) {
    if (index in object && !reflectDeleteProperty(object, index)) {
      throw new TypeError(`Cannot delete property '${index}' of ${show(object)}`);
    }
  }
  return object;
}

function toSorted(this: unknown, compare?: Compare): unknown {
  assertCompare(compare);
  if (compare === undefined) return native(nativeMethods.toSorted, this);
  if (this === undefined || this === null) return native(nativeMethods.toSorted, this, compare);
  const object = Object(this) as Indexed;
  const length = lengthOfArrayLike(object);
  const values: unknown[] = [];
  const result = new Array<unknown>(length);
  for (let index = 0; index < length; index++) {
    const value = object[index];
    if (value !== undefined) append(values, value);
  }
  const sorted = sortValues(values, compare);
  for (let index = 0; index < length; index++) store(result, index, index < sorted.length ? sorted[index] : undefined);
  return result;
}

/** Stable; undefined goes last, without being compared, and so is left out here. */
function sortValues(values: unknown[], compare: Compare): unknown[] {
  const sort = values.length > LONGEST_TO_INSERT ? mergeSort : insertionSort;
  return sort(values, compare);
}

/** Of an array that nobody else knows yet; but prototypes may have a property of that name. */
function store(array: unknown[], index: number, value: unknown): void {
  'use no greenlet';
  if (index in array) define(array, index, value);
  else array[index] = value;
}

function assertCompare(compare: unknown): void {
  'use no greenlet';
  if (compare !== undefined && typeof compare !== 'function') {
    throw new TypeError('The comparison function must be either a function or undefined');
  }
}

const { prototype } = Array;
const nativeMethods = { sort: prototype.sort, toSorted: prototype.toSorted };

export const sortMethods: [unknown, unknown][] = [
  [nativeMethods.sort, sort],
  [nativeMethods.toSorted, toSorted],
];
