import { reflectApply } from './builtins.ts';
import type { AnyFunction } from './frame.ts';
import { link } from './link.ts';
import { share } from './share.ts';

/** What compiled code has bound: calling a bound function calls its target with nothing in between. */
const targets = share(Symbol.for('greenlets:v1:boundTargets'), () => new WeakMap<object, AnyFunction>());

export function noteBound(bound: AnyFunction, target: AnyFunction): void {
  targets.set(bound, targets.get(target) ?? target);
}

/** What calling or constructing a function does in the end: what compiled code has bound leads to its target. */
export function unbound<F extends object>(fn: F): F {
  return (targets.get(fn) as F | undefined) ?? fn;
}

/**
 * Others than compiled code bind functions, too, and nobody tells to what. But where a greenlet begins with such a function, the
 * stack tells whether what is entered first is called by it, and not by something in between.
 */
export const beginning: { isDirect: (above: AnyFunction) => boolean } = { isDirect: () => false };

/** For messages: what compiled code was about to call when unmarked code last entered compiled code, and is still in it. */
export const entrance: { announced: unknown } = { announced: null };

/** Whether what compiled code called was a bound function, made by others, of something that is called like this. */
export function cameThroughBound(name: string | null): boolean {
  const { announced } = entrance;
  return typeof announced === 'function' && !targets.has(announced) && nameOfTarget(announced) === (name ?? '');
}

const { toString } = Function.prototype;

/** Whether what compiled code called has no source of its own and no name in it: a proxy, or a bound function. */
export function cameThroughProxy(): boolean {
  const { announced } = entrance;
  if (typeof announced !== 'function' || targets.has(announced)) return false;
  return reflectApply(toString, announced, []) === 'function () { [native code] }';
}

/** Whether a call of `announced` is a call of `fn`, made through a bound function. */
export function isBoundTo(announced: unknown, fn: AnyFunction): boolean {
  if (typeof announced !== 'function') return false;
  const target = targets.get(announced);
  if (target !== undefined) return target === fn;
  // Some builtins leave no trace on the stack; what they call is not called like the function that was bound.
  if (announced !== link.current?.entry || nameOfTarget(announced) !== fn.name) return false;
  if (!beginning.isDirect(isBoundTo)) return false;
  targets.set(announced, fn);
  return true;
}

/** Whether the call site before announced a bound function of the class `constructor`, which is being constructed. */
export function isBound(constructor: AnyFunction): boolean {
  return isBoundTo(link.to, constructor);
}

/** What is no bound function has no such name. */
function nameOfTarget({ name }: { readonly name: unknown }): string | null {
  if (typeof name !== 'string' || !name.startsWith(BOUND)) return null;
  const target = name.slice(BOUND.length);
  return nameOfTarget({ name: target }) ?? target;
}

const BOUND = 'bound ';
