import type { Greenlet } from '../core/greenlet.ts';
import { share } from '../contract/share.ts';

/** Those who wait for one greenlet after the other, and for which ones in all. */
const joined = share(Symbol.for('greenlets:v1:joined'), () => new WeakMap<Greenlet, readonly Greenlet[]>());

/** From now on `joiner` waits for the ends of all of these, one after the other; null if that is over. */
export function noteJoined(joiner: Greenlet, greenlets: readonly Greenlet[] | null): void {
  if (greenlets === null) joined.delete(joiner);
  else joined.set(joiner, greenlets);
}

/** For which greenlets somebody waits in that way. */
export function joinedBy(joiner: Greenlet): readonly Greenlet[] {
  return joined.get(joiner) ?? [];
}
