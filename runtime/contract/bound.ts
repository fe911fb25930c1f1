import type { AnyFunction } from './frame.ts';

/** What compiled code has bound: calling a bound function calls its target with nothing in between. */
const targets = new WeakMap<object, AnyFunction>();

export function noteBound(bound: AnyFunction, target: AnyFunction): void {
  targets.set(bound, targets.get(target) ?? target);
}

/** Whether a call of `announced` is a call of `fn`, made through a bound function. */
export function isBoundTo(announced: unknown, fn: AnyFunction): boolean {
  return typeof announced === 'function' && targets.get(announced) === fn;
}
