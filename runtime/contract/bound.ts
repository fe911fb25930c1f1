import type { AnyFunction } from './frame.ts';
import { link } from './link.ts';

/** What compiled code has bound: calling a bound function calls its target with nothing in between. */
const targets = new WeakMap<object, AnyFunction>();

export function noteBound(bound: AnyFunction, target: AnyFunction): void {
  targets.set(bound, targets.get(target) ?? target);
}

/** What calling or constructing a function does in the end: what compiled code has bound leads to its target. */
export function unbound<F extends object>(fn: F): F {
  return (targets.get(fn) as F | undefined) ?? fn;
}

/** Whether a call of `announced` is a call of `fn`, made through a bound function. */
export function isBoundTo(announced: unknown, fn: AnyFunction): boolean {
  return typeof announced === 'function' && targets.get(announced) === fn;
}

/** Whether the call site before announced a bound function of the class `constructor`, which is being constructed. */
export function isBound(constructor: AnyFunction): boolean {
  return isBoundTo(link.to, constructor);
}
