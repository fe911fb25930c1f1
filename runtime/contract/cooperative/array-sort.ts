'use greenlet';

import type { Indexed } from './array-from.ts';
import { insertionSort, LONGEST_TO_INSERT } from './insertion-sort.ts';
import { mergeSort, type Compare } from './merge-sort.ts';
import { define, emptyList, lengthOfArrayLike, native, show } from './operations.ts';

/* `sort` and `toSorted` of arrays. */

function sort(this: unknown, compare?: Compare): unknown {
  assertCompare(compare);
  if (compare === undefined) return native(nativeMethods.sort, this);
  if (this === undefined || this === null) return native(nativeMethods.sort, this, compare);
  const object = Object(this) as Indexed;
  const length = lengthOfArrayLike(object);
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
  if (this === undefined || this === null) return native(nativeMethods.toSorted, this, compare);
  const object = Object(this) as Indexed;
  const length = lengthOfArrayLike(object);
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
