import type { Greenlet } from '../core/greenlet.ts';
import { Heap, type HeapEntry } from '../hub/time/heap.ts';

/** A number that nobody has at the moment. */
interface Free extends HeapEntry {
  readonly ident: number;
}

/** Of those whose number somebody has asked for. */
const idents = new WeakMap<Greenlet, number>();
const free = new Heap<Free>((a, b) => a.ident < b.ident);
let used = 0;

/** The smallest number that no other living greenlet has, given when somebody asks for the first time. */
export function minimalIdentOf(greenlet: Greenlet): number {
  const known = idents.get(greenlet);
  if (known !== undefined) return known;
  const { first } = free;
  if (first !== undefined) free.remove(first);
  const ident = first?.ident ?? used++;
  idents.set(greenlet, ident);
  if (greenlet.dead) giveBackIdent(greenlet);
  return ident;
}

/** A greenlet has ended. Hardly any program ever asks for a number. */
export function giveBackIdent(greenlet: Greenlet): void {
  if (used === 0) return;
  const ident = idents.get(greenlet);
  if (ident !== undefined) free.add({ ident, index: 0 });
}
