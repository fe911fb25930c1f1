import { share } from '../contract/share.ts';
import type { Greenlet } from '../core/greenlet.ts';
import { Heap, type HeapEntry } from '../hub/time/heap.ts';

/** A number that nobody has at the moment. */
interface Free extends HeapEntry {
  readonly ident: number;
}

const numbers = share(Symbol.for('greenlets:v1:minimalIdents'), () => ({
  /** Of those whose number somebody has asked for. */
  given: new WeakMap<Greenlet, number>(),
  free: new Heap<Free>((a, b) => a.ident < b.ident),
  used: 0,
}));

/** The smallest number that no other living greenlet has, given when somebody asks for the first time. */
export function minimalIdentOf(greenlet: Greenlet): number {
  const known = numbers.given.get(greenlet);
  if (known !== undefined) return known;
  const { first } = numbers.free;
  if (first !== undefined) numbers.free.remove(first);
  const ident = first?.ident ?? numbers.used++;
  numbers.given.set(greenlet, ident);
  if (greenlet.dead) giveBackIdent(greenlet);
  return ident;
}

/** A greenlet has ended. Hardly any program ever asks for a number. */
export function giveBackIdent(greenlet: Greenlet): void {
  if (numbers.used === 0) return;
  const ident = numbers.given.get(greenlet);
  if (ident !== undefined) numbers.free.add({ ident, index: 0 });
}
