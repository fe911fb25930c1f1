'use greenlet';

import type { Compare } from './merge-sort.ts';

/** Lists up to that length, V8 sorts by insertion. */
export const LONGEST_TO_INSERT = 63;

/** Sorts a short list in place with a function that may block; stable. Compares in the order in which V8 sorts arrays. */
export function insertionSort(values: unknown[], compare: Compare): unknown[] {
  if (values.length < 2) return values;
  for (let end = sortRun(values, compare); end < values.length; end++) insert(values, end, compare);
  return values;
}

/** Finds out how many values at the beginning are in order; where they descend, reverses them. */
function sortRun(values: unknown[], compare: Compare): number {
  const descends = isBefore(values[1], values[0], compare);
  let end = 2;
  while (end < values.length && isBefore(values[end], values[end - 1], compare) === descends) end++;
  if (descends) reverse(values, end);
  return end;
}

function reverse(values: unknown[], end: number): void {
  for (let low = 0, high = end - 1; low < high; low++, high--) {
    const value = values[low];
    values[low] = values[high];
    values[high] = value;
  }
}

/** Puts the value at `end` behind all that do not come after it. */
function insert(values: unknown[], end: number, compare: Compare): void {
  const value = values[end];
  let left = 0;
  let right = end;
  while (left < right) {
    const middle = left + ((right - left) >> 1);
    if (isBefore(value, values[middle], compare)) right = middle;
    else left = middle + 1;
  }
  for (let index = end; index > left; index--) values[index] = values[index - 1];
  values[left] = value;
}

function isBefore(a: unknown, b: unknown, compare: Compare): boolean {
  return +(compare(a, b) as string) < 0;
}
