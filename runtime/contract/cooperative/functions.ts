import { call, callWith, enter, unnamed } from '../enter.ts';
import type { AnyFunction } from '../frame.ts';
import { link } from '../link.ts';
import { isBound, noteBound } from '../bound.ts';
import { spreadable } from '../iteration/plain-array.ts';
import { listOf } from './operations.ts';
import { cooperative } from './versions.ts';

/*
 * The ways in which a function is called by a method of its own or by `Reflect`, written as compiled code: each is a
 * tail call, so it needs no frame.
 */

function callMethod(this: AnyFunction, self: unknown, ...args: unknown[]): unknown {
  if (link.to !== callMethod) return enter(callMethod, this, [self, ...spreadable(args)]);
  const fn = unnamed(calling(this));
  // `call.call(f, self)` calls `f`.
  if (fn === callMethod || fn === applyMethod) self = cooperative(self);
  link.to = fn;
  return callWith(fn, self, args);
}

function applyMethod(this: AnyFunction, self: unknown, args?: ArrayLike<unknown> | null): unknown {
  if (link.to !== applyMethod) return enter(applyMethod, this, [self, args]);
  const fn = calling(this);
  if (fn === callMethod || fn === applyMethod) self = cooperative(self);
  if (args === undefined || args === null) {
    link.to = fn;
    return call(unnamed(fn), self);
  }
  return applyTo(fn, self, args);
}

/** `Reflect.apply`. */
export function applyFunction(method: AnyFunction, self: unknown, args: ArrayLike<unknown>): unknown {
  if (link.to !== applyFunction) return enter(applyFunction, null, [method, self, args]);
  return applyTo(cooperative(method) as AnyFunction, self, args);
}

/** The list is read before the function is announced: it may run code of anybody's. */
function applyTo(fn: AnyFunction, self: unknown, args: ArrayLike<unknown>): unknown {
  link.to = null;
  if (typeof fn !== 'function') return nativeApply(fn, self, args);
  const list = nativeApply(listOf, undefined, args) as unknown[];
  link.to = fn;
  return callWith(fn, self, list);
}

/** `call.call(f, self)` calls `call`. For what else is native, the call site has looked. */
function calling(method: AnyFunction): AnyFunction {
  return method === nativeCall ? callMethod : method === nativeApplyMethod ? applyMethod : method;
}

/** `method.call(self, ...args)` for the few arguments of a callback, which need no array. */
export function callOn(method: AnyFunction, self: unknown, a: unknown, b: unknown, ...c: unknown[]): unknown {
  if (link.to !== callOn) return enter(callOn, null, [method, self, a, b, ...spreadable(c)]);
  const fn = unnamed(cooperative(method));
  link.to = fn;
  return c.length === 0 ? call(fn, self, a, b) : call(fn, self, a, b, c[0]);
}

/** The same for a method for which the version that can suspend has been looked up. */
export function callThree(method: AnyFunction, self: unknown, a: unknown, b: unknown, c: unknown): unknown {
  if (link.to !== callThree) return enter(callThree, null, [method, self, a, b, c]);
  link.to = method;
  return call(method, self, a, b, c);
}

function bind(this: AnyFunction, self: unknown, ...args: unknown[]): unknown {
  if (link.to === bind) link.to = null;
  const target = versionToBind(this);
  const bound = call(nativeBind, target, self, ...spreadable(args)) as AnyFunction;
  noteBound(bound, target);
  return bound;
}

const versionsToBind = new WeakMap<AnyFunction, AnyFunction>();

/** What to bind for a function: for a native one that has a version which can suspend, a function that looks like it. */
function versionToBind(fn: AnyFunction): AnyFunction {
  const version = cooperative(fn) as AnyFunction;
  if (version === fn) return fn;
  const known = versionsToBind.get(fn);
  if (known !== undefined) return known;
  const { likeNative } = {
    // A method, since it is no constructor either.
    likeNative(this: unknown, ...args: unknown[]): unknown {
      link.to = isBound(likeNative) ? version : null;
      // `Function.prototype.call.bind([].map)`
      return callWith(version, cooperative(this), args);
    },
  };
  Object.defineProperties(likeNative, Object.getOwnPropertyDescriptors(fn));
  versionsToBind.set(fn, likeNative);
  return likeNative;
}

const nativeCall = Function.prototype.call as AnyFunction;
const nativeApplyMethod = Function.prototype.apply as AnyFunction;
const nativeBind = Function.prototype.bind;
const nativeApply = Reflect.apply as (fn: AnyFunction, self: unknown, args: ArrayLike<unknown>) => unknown;

/** From each native function to the version that lets the function it calls suspend. */
export const functionMethods: [unknown, AnyFunction][] = [
  [nativeCall, callMethod],
  [nativeApplyMethod, applyMethod],
  [nativeBind, bind],
  [nativeApply, applyFunction],
];
