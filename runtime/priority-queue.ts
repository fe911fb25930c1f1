import { Queue } from './queue.ts';
import { PriorityStore } from './queue-store.ts';

/** A queue that gives back the smallest item first; equal ones in the order in which they were put. */
export class PriorityQueue<T = unknown> extends Queue<T> {
  /** @param compare as for `Array.prototype.sort`; by default numbers and strings in ascending order */
  constructor(maxSize: number | null = null, items: Iterable<T> = [], compare: (a: T, b: T) => number = ascending) {
    super(maxSize, items, new PriorityStore<T>(compare));
  }
}

function ascending<T>(a: T, b: T): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
