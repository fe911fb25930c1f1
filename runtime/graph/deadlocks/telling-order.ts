import type { Greenlet } from '../../core/greenlet.ts';
import { delegateOf } from '../../waiting/interrupt.ts';
import { PromiseWait } from '../../waiting/promises/promise-wait.ts';
import { WaitGraph, type Place } from '../wait-graph.ts';

/**
 * The order in which greenlets that are stuck are told of it: each after those whom it waits for, as far as that is known. Of the others,
 * who waits for a promise comes last: anybody may settle that, and most likely somebody does who was started later.
 *
 * @param greenlets in the order of their starts
 * @param toldAt when somebody was told before: those come after the others
 */
export function inOrderOfTelling(greenlets: readonly Greenlet[], toldAt: WeakMap<Greenlet, number>): Greenlet[] {
  if (greenlets.length < 2) return [...greenlets];
  const ranked = greenlets.map((greenlet, at) => {
    const isOpen = waitsForPromise(greenlet);
    return { greenlet, keys: [Number(isOpen), toldAt.get(greenlet) ?? 0, isOpen ? -at : at] as const };
  });
  ranked.sort(({ keys: a }, { keys: b }) => a[0] - b[0] || a[1] - b[1] || a[2] - b[2]);
  const wanted = new Set(greenlets);
  return fromWithin(ranked.map(({ greenlet }) => greenlet)).filter((greenlet) => wanted.has(greenlet));
}

function waitsForPromise(greenlet: Greenlet): boolean {
  const delegate = delegateOf(greenlet);
  return delegate === null ? greenlet.top instanceof PromiseWait : waitsForPromise(delegate);
}

/** These, and those whom they wait for, each after those whom it waits for. Without recursion, for a chain may be long. */
function fromWithin(greenlets: readonly Greenlet[]): Greenlet[] {
  const wakersOf = createWakersOf();
  const order: Greenlet[] = [];
  const seen = new Set<Greenlet>();
  const path: { greenlet: Greenlet; wakers: Greenlet[] }[] = [];
  const enter = (greenlet: Greenlet): void => {
    if (seen.has(greenlet)) return;
    seen.add(greenlet);
    path.push({ greenlet, wakers: wakersOf(greenlet) });
  };
  for (const start of greenlets) {
    enter(start);
    for (let last; (last = path.at(-1)) !== undefined;) {
      const waker = last.wakers.pop();
      if (waker !== undefined) enter(waker);
      else {
        order.push(last.greenlet);
        path.pop();
      }
    }
  }
  return order;
}

/** Many may wait in one place for many: only the first of them gets these. */
function createWakersOf(): (greenlet: Greenlet) => Greenlet[] {
  const graph = new WaitGraph();
  const seen = new Set<Place>();
  return (greenlet) => {
    const delegate = delegateOf(greenlet);
    if (delegate !== null) return [delegate];
    const place = graph.waitOf(greenlet)?.place;
    if (place === undefined || seen.has(place)) return [];
    seen.add(place);
    return [...(place.facts?.wakers?.greenlets ?? [])].reverse();
  };
}
