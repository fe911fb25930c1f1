import type { types as t } from '@babel/core';
import type { FunctionInfo } from '../../model.ts';
import type { Heap } from '../heap/heap.ts';
import type { Place } from '../heap/place.ts';
import type { Value } from '../heap/value.ts';

/** A call in the program: what it passes, and what it may call. */
export interface Site {
  node: t.Node;
  /** The function, or the object whose method is called. */
  target: Place;
  args: Place[];
  /** What arguments of an unknown number hold: `f(...list)`. */
  spread: Place | null;
  result: Place;
  callees: Set<FunctionInfo>;
  /** Whether it may call something that is not in this file. */
  unknown: boolean;
  /** The array that a method of a builtin makes, and the pairs in it: one each for all receivers, which may come from it. */
  made: { array: Value | null; pair: Value | null };
  /** The methods found on each receiver; where there is none, somebody else may have put one there. */
  lookups: { receiver: Value; methods: Place }[];
}

/** Whatever is passed to unknown code is known to anybody. */
export function callUnknown(heap: Heap, site: Site, self: Value | null = null): void {
  if (self !== null) heap.release(self);
  site.result.add(heap.unknown);
  if (site.unknown) return;
  site.unknown = true;
  escapeArguments(heap, site);
}

export function escapeArguments(heap: Heap, { args, spread }: Site): void {
  for (const arg of args) heap.escape(arg);
  if (spread !== null) heap.escape(spread);
}
