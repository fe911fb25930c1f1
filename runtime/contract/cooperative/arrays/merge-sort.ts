'use greenlet';

import { append } from '../operations.ts';

export type Compare = (a: unknown, b: unknown) => unknown;

/** Sorts a list in place with a function that may block; stable. Compares in the order in which V8 sorts typed arrays. */
export function mergeSort(values: unknown[], compare: Compare): unknown[] {
  if (values.length < 2) return values;
  const copy: unknown[] = [];
  // eslint-disable-next-line @typescript-eslint/prefer-for-of -- a program may have replaced the iterator of arrays
  for (let index = 0; index < values.length; index++) append(copy, values[index]);
  sortInto(values, copy, 0, values.length, compare);
  return values;
}

/** Sorts a part of `target`; `source` holds the same elements, and is overwritten. */
function sortInto(target: unknown[], source: unknown[], from: number, to: number, compare: Compare): void {
  const middle = from + ((to - from) >> 1);
  if (middle - from > 1) sortInto(source, target, from, middle, compare);
  if (to - middle > 1) sortInto(source, target, middle, to, compare);
  let left = from;
  let right = middle;
  for (let index = from; index < to; index++) {
    const takesLeft = left < middle && (right >= to || !(+(compare(source[left], source[right]) as string) > 0));
    target[index] = takesLeft ? source[left++] : source[right++];
  }
}
