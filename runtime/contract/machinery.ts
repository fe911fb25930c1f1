import type { AnyFunction } from './frame.ts';
import { share } from './share.ts';

/** Functions of ours that stand on the stacks of greenlets between those of the program. Nobody who looks at a stack wants to see them. */
const functions = share(Symbol.for('greenlets:v1:machinery'), () => new WeakSet<AnyFunction>());

export function isMachinery(fn: AnyFunction): boolean {
  return functions.has(fn);
}

export function noteMachinery(...fns: AnyFunction[]): void {
  for (const fn of fns) functions.add(fn);
}
