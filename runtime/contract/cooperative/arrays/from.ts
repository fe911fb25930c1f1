import { copyOf, isArrayIteration, ITERATOR } from '../../iteration/plain-array.ts';
import { link } from '../../link.ts';
import { fromAnything, fromArrayLike, fromIterable } from './array-from.ts';

const NativeArray = Array;
const { isArray } = Array;

type Mapper = (this: unknown, value: unknown, index: number) => unknown;

/** `Array.from`. What is most often asked of it, to copy an array, cannot block. Written as compiled code. */
export function from(this: unknown, items: unknown, mapper?: Mapper, self?: unknown): unknown {
  const isAnnounced = link.to === from;
  link.to = null;
  if (mapper !== undefined || !isArray(items)) {
    if (isAnnounced) link.to = fromAnything;
    return fromAnything(this, items, mapper, self);
  }
  const method = items[ITERATOR] as unknown;
  if (this === NativeArray && isArrayIteration(items, method)) return copyOf(items);
  if (method !== undefined && method !== null) {
    if (isAnnounced) link.to = fromIterable;
    return fromIterable(this, items, method);
  }
  if (isAnnounced) link.to = fromArrayLike;
  return fromArrayLike(this, items);
}
