import { branded } from '../core/errors/errors.ts';
import { NO_OPTIONS } from '../core/errors/options.ts';
import type { NameOptions } from '../graph/names.ts';
import { Queue } from './queue.ts';
import { Stack } from './queue-store.ts';

/** A queue that gives back what was put last. */
export class LifoQueue<T = unknown> extends Queue<T> {
  static {
    branded(this, 'LifoQueue');
  }

  constructor(maxSize: number | null = null, items: Iterable<T> = [], options: NameOptions = NO_OPTIONS) {
    super(maxSize, items, options, new Stack<T>());
  }
}
