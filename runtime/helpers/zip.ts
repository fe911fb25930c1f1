import { iterate } from '../async/iterate.ts';
import { expected } from '../core/errors/expected.ts';
import { checkIterable } from '../core/errors/check.ts';

type Zipped<Sources extends readonly Iterable<unknown>[]> = {
  -readonly [K in keyof Sources]: Sources[K] extends Iterable<infer Item> ? Item : never;
};

/**
 * Iterates over several iterables at once: arrays of one item of each, until the shortest one ends. Those that are left are closed then.
 *
 * ```js
 * pool.map(([name, page]) => save(name, page), zip(names, pages));
 * ```
 *
 * Kill and timeout safety: a step that is interrupted closes the iterables.
 *
 * @throws {TypeError} if there is none, or one is not iterable
 * @throws {SwitchError} at a step, if an iterable blocks and the calling code cannot be suspended
 *
 * Source: `pool.map(f, a, b)` of gevent.
 */
export function zip<Sources extends readonly Iterable<unknown>[]>(
  ...sources: Sources
): Generator<Zipped<Sources>, void> {
  if (sources.length === 0) throw expected('at least one iterable', undefined);
  sources.forEach(checkIterable);
  return zipped<Zipped<Sources>>(sources);
}

function* zipped<Items>(sources: readonly Iterable<unknown>[]): Generator<Items, void> {
  'use greenlet';
  const open: Iterator<unknown>[] = [];
  try {
    for (const source of sources) open.push(iteratorOf(source));
    for (;;) {
      const items: unknown[] = [];
      for (const iterator of [...open]) {
        const index = open.indexOf(iterator);
        // What ends, or fails, need not be closed.
        open.splice(index, 1);
        const step = iterator.next();
        if (step.done === true) return;
        open.splice(index, 0, iterator);
        items.push(step.value);
      }
      yield items as Items;
    }
  } finally {
    for (const iterator of open.reverse()) iterator.return?.();
  }
}

function iteratorOf(source: Iterable<unknown>): Iterator<unknown> {
  'use greenlet';
  return typeof source[Symbol.iterator] === 'function' ? source[Symbol.iterator]() : eachOf(source);
}

/** What is only asynchronously iterable, by an iterator that waits. */
function* eachOf(source: Iterable<unknown>): Generator<unknown, void> {
  'use greenlet';
  for (const item of iterate(source)) yield item;
}
