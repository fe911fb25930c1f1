import { iterate } from '../../async/iterate.ts';
import type { Greenlet } from '../../greenlets/greenlet.ts';
import { Hold } from '../hold.ts';

/** Where the calls are made: a `Group`. */
export interface Spawner {
  spawn<T, R>(fn: (item: T) => R | PromiseLike<R>, item: T): Greenlet<R>;
}

/** Calls `fn` for each item, each in a greenlet of `spawner`; returns the results in the order of the items. */
export function mapItems<T, R>(spawner: Spawner, fn: (item: T) => R | PromiseLike<R>, items: Iterable<T>): R[] {
  'use greenlet';
  const hold = new Hold();
  try {
    const greenlets: Greenlet<R>[] = [];
    for (const item of iterate(items)) {
      const greenlet = spawner.spawn(fn, item);
      hold.watch(greenlet);
      greenlets.push(greenlet);
    }
    const results: R[] = [];
    for (const greenlet of greenlets) results.push(greenlet.get());
    return results;
  } finally {
    hold.letGo();
  }
}
