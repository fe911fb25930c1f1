import { branded } from '../core/errors/errors.ts';
import type { Compare } from './queue-order.ts';
import { checkOptions, NO_OPTIONS } from '../core/errors/options.ts';
import { assignName, type NameOptions } from '../graph/names.ts';
import { Queue } from './queue.ts';
import { PriorityStore } from './queue-store.ts';

/** Options of `PriorityQueue`. */
export interface PriorityQueueOptions<T> extends NameOptions {
  /** As for `Array.prototype.sort`: negative if `a` is to come before `b`. It must not block. */
  readonly compare?: Compare<T>;
}

/**
 * A queue that gives back the smallest item first; equal ones in the order in which they were put.
 *
 * By default numbers (and what converts to one, as dates do) and strings are in ascending order, and arrays are compared
 * element by element; elements without an order, such as the job in `[priority, job]`, count for nothing. `put` throws a
 * `TypeError` for an item that has no order, or cannot be compared with those in the queue, such as a string among numbers.
 *
 * What the function `compare` throws, `put` throws, or `get`: no item is lost by that.
 */
export class PriorityQueue<T = unknown> extends Queue<T> {
  static {
    branded(this, 'PriorityQueue');
  }

  /**
   * @param order options with `compare` and `name`, or the function that compares itself, which must not block
   * @throws {TypeError} if an item has no order, or `compare` is no function
   */
  constructor(
    maxSize: number | null = null,
    items: Iterable<T> = [],
    order: PriorityQueueOptions<T> | Compare<T> = NO_OPTIONS,
  ) {
    super(maxSize, items, NO_OPTIONS, new PriorityStore<T>(compareOf(order)));
    if (typeof order === 'object') assignName(this, order.name);
  }
}

const OPTIONS = ['compare', 'name'];

function compareOf<T>(order: PriorityQueueOptions<T> | Compare<T>): Compare<T> | undefined {
  if (typeof order === 'function') return order;
  checkOptions(order, OPTIONS);
  return order.compare;
}
