import { reflectApply } from './builtins.ts';
import { entrance, isBoundTo } from './bound.ts';
import type { AnyFunction } from './frame.ts';
import { isConstructor } from './is-constructor.ts';
import { link } from './link.ts';

/**
 * Runs a compiled function that unmarked code called: until it returns, its greenlet cannot suspend.
 *
 * A compiled call site stores its callee in `link.to` *before* it evaluates the arguments; an argument that reaches a
 * compiled function behind a getter or a conversion comes through here, hence the restored value.
 */
export function enter(fn: AnyFunction, self: unknown, args: ArrayLike<unknown>, target?: unknown): unknown {
  const { to } = link;
  const bound = isBoundTo(to, fn);
  pendingNewTarget = target;
  if (bound) return passOn(fn, self, args);
  const { announced } = entrance;
  if (announced !== to) entrance.announced = to;
  link.border++;
  link.to = fn;
  try {
    return reflectApply(fn, self, args);
  } finally {
    link.border--;
    link.to = to;
    if (announced !== to) entrance.announced = announced;
  }
}

/** A frame of its own on the stack, for it is no border. */
function passOn(fn: AnyFunction, self: unknown, args: ArrayLike<unknown>): unknown {
  link.to = fn;
  return reflectApply(fn, self, args);
}

let pendingNewTarget: unknown;

/** `new.target` of a function: what it is natively, or what it was when it was constructed by way of `enter`. */
export function newTarget(native: unknown): unknown {
  const target = native ?? pendingNewTarget;
  pendingNewTarget = undefined;
  return target;
}

/** `call(f, self, ...args)` is `f.call(self, ...args)` without looking up `f.call`, which could be anything. */
export const call: (fn: unknown, self: unknown, ...args: unknown[]) => unknown = Function.prototype.call.bind(
  Function.prototype.call,
);

/** `f.apply(self, args)` without looking up `f.apply`. */
export const apply: (fn: never, self: unknown, args: ArrayLike<unknown>) => unknown = reflectApply;

/** `fn.apply(self, args)`; the fewer arguments, the cheaper. */
export function callWith(fn: AnyFunction, self: unknown, args: ArrayLike<unknown>): unknown {
  if (args.length === 0) return call(fn, self);
  if (args.length === 1) return call(fn, self, args[0]);
  if (args.length === 2) return call(fn, self, args[0], args[1]);
  if (args.length === 3) return call(fn, self, args[0], args[1], args[2]);
  return reflectApply(fn, self, args);
}

/** The same as a call that may suspend, where the function can only be compiled code: no native method is looked for. */
export function applyCompiled(fn: AnyFunction, self: unknown, args: ArrayLike<unknown>): unknown {
  if (link.to !== applyCompiled) return enter(applyCompiled, null, [fn, self, args]);
  link.to = fn;
  return callWith(fn, self, args);
}

/** A callee; in the place of what is no function, one that says so, by name, when it is called: after the arguments. */
export function callable(value: unknown, name: string): unknown {
  return typeof value === 'function' ? value : missing(name);
}

/** `callable` for `o.m?.()`, which calls nothing if there is nothing. */
export function callableIfAny(value: unknown, name: string): unknown {
  return value === undefined || value === null ? value : callable(value, name);
}

/** `callable` for what is called with `new`. */
export function constructible(value: unknown, name: string): unknown {
  return isConstructor(value) ? value : refusing(`${name} is not a constructor`);
}

/** What a program never named, such as the `next` of an iterator; in the place of what is no function, one that says so as V8 does. */
export function unnamed(value: unknown): AnyFunction {
  return typeof value === 'function' ? (value as AnyFunction) : missing(valueAsText(value));
}

/** `number 5`, as V8 writes it. */
function valueAsText(value: unknown): string {
  if (typeof value === 'string') return `string ${JSON.stringify(value)}`;
  const isShown = value === null || typeof value === 'number' || typeof value === 'boolean';
  return isShown ? `${typeof value} ${String(value)}` : typeof value;
}

/** Stands in for a function that is not there. */
export function missing(name: string): () => never {
  return refusing(`${name} is not a function`);
}

function refusing(message: string): () => never {
  return function notAFunction(): never {
    const error = new TypeError(message);
    // eslint-disable-next-line @typescript-eslint/no-unnecessary-condition -- V8 has it, others may not
    Error.captureStackTrace?.(error, notAFunction);
    throw error;
  };
}
