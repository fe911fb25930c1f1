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
  const greenlets: Greenlet<R>[] = [];
  try {
    forEachItem(items, (item) => {
      const greenlet = spawner.spawn(fn, item);
      hold.watch(greenlet);
      greenlets.push(greenlet);
    });
    const results: R[] = [];
    for (let i = 0; i < greenlets.length; i++) results[i] = (greenlets[i] as Greenlet<R>).get();
    return results;
  } finally {
    hold.letGo();
  }
}

/** Calls `take`, which may block, with one item after the other, for each of which one may have to wait. */
export function forEachItem<T>(items: Iterable<T>, take: (item: T) => void): void {
  'use greenlet';
  for (const item of iterate(items)) take(item);
}
