import { Queue } from './queue.ts';
import { Stack } from './queue-store.ts';

/** A queue that gives back what was put last. */
export class LifoQueue<T = unknown> extends Queue<T> {
  constructor(maxSize: number | null = null, items: Iterable<T> = []) {
    super(maxSize, items, new Stack<T>());
  }
}
