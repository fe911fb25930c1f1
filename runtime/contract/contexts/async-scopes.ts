import { noteBound } from '../bound.ts';
import { asyncHooks, contexts, type Storage } from './contexts.ts';
import type { AnyFunction } from '../frame.ts';
import { suspendBefore } from './keep-context.ts';
import { link, SUSPENDED } from '../link.ts';
import { spreadable } from '../iteration/plain-array.ts';
import { cooperative } from '../cooperative/versions.ts';

/*
 * The functions of `node:async_hooks` that call another one in a context, written as compiled code. Each calls the native
 * one, which enters the scope, and leaves it when the function returns or is suspended. The hub continues whoever waits in
 * the context in which it waits. What remains to be done is to leave the scope when a function that was suspended ends.
 */

type Holder = Readonly<Record<string, AnyFunction>>;

const hooks = contexts?.current == null ? undefined : asyncHooks;
const { run: nativeRun, exit: nativeExit } = (hooks?.AsyncLocalStorage.prototype ?? {}) as Holder;
const { bind: nativeBindStorage, snapshot: nativeSnapshot } = (hooks?.AsyncLocalStorage ?? {}) as unknown as Holder;
const { bind: nativeBind, runInAsyncScope: nativeRunInScope } = (hooks?.AsyncResource.prototype ?? {}) as Holder;
const { bind: nativeBindResource } = (hooks?.AsyncResource ?? {}) as unknown as Holder;

const apply = Reflect.apply as (fn: unknown, self: unknown, args: ArrayLike<unknown>) => unknown;

/** `AsyncLocalStorage.prototype.run` */
function run(this: Storage, store: unknown, fn: unknown, ...args: unknown[]): unknown {
  const called = link.to === run;
  link.to = null;
  const isOurs = called && typeof fn === 'function';
  const inner = isOurs ? [store, () => announced(fn, null, args)] : [store, fn, ...spreadable(args)];
  return leavingStore(this, apply(nativeRun, this, inner));
}

/** `AsyncLocalStorage.prototype.exit` */
function exit(this: Storage, fn: unknown, ...args: unknown[]): unknown {
  const called = link.to === exit;
  link.to = null;
  const isOurs = called && typeof fn === 'function';
  const inner = isOurs ? [() => announced(fn, null, args)] : [fn, ...spreadable(args)];
  return leavingStore(this, apply(nativeExit, this, inner));
}

/** `AsyncResource.prototype.runInAsyncScope` */
function runInAsyncScope(this: unknown, fn: unknown, self?: unknown, ...args: unknown[]): unknown {
  const called = link.to === runInAsyncScope;
  link.to = null;
  const isOurs = called && typeof fn === 'function';
  const inner = isOurs ? [() => announced(fn, self, args)] : [fn, self, ...spreadable(args)];
  return leavingContext(apply(nativeRunInScope, this, inner));
}

/** `AsyncLocalStorage.snapshot`: compiled code that calls the result can be suspended in the function that it passes. */
function snapshot(this: unknown): unknown {
  link.to = null;
  const native = apply(nativeSnapshot, this, []) as AnyFunction;
  return likeNative(native, function inSnapshot(this: unknown, ...args: unknown[]): unknown {
    const called = link.to === inSnapshot;
    link.to = null;
    const [fn] = args;
    const isOurs = called && typeof fn === 'function';
    return leavingContext(apply(native, this, isOurs ? [() => announced(fn, undefined, args.slice(1))] : args));
  });
}

/** A version of the native methods that bind a function to a context: compiled code can be suspended in the result. */
function binder(nativeMethod: unknown): AnyFunction {
  return function bind(this: unknown, ...args: unknown[]): unknown {
    link.to = null;
    const native = apply(nativeMethod, this, args) as AnyFunction;
    noteBound(native, args[0] as AnyFunction);
    return likeNative(native, function bound(this: unknown, ...values: unknown[]): unknown {
      const called = link.to === bound;
      // A call of the native one is a call of the function that was bound.
      link.to = called ? native : null;
      link.contexts ||= called;
      return leavingContext(apply(native, this, values));
    });
  };
}

function likeNative(native: AnyFunction, version: AnyFunction): AnyFunction {
  return Object.defineProperties<AnyFunction>(version, Object.getOwnPropertyDescriptors(native));
}

/** Calls a function as compiled code does. */
function announced(fn: AnyFunction | object, self: unknown, args: unknown[]): unknown {
  const callee = cooperative(fn);
  link.contexts = true;
  link.to = callee;
  return apply(callee, self, args);
}

/** `result`: what the native function returned. It has left the scope; when the greenlet continues it is inside again. */
function leavingStore(storage: Storage, result: unknown): unknown {
  link.to = null;
  return result === SUSPENDED && contexts?.current != null ? suspendBefore(contexts.current.keep(storage)) : result;
}

function leavingContext(result: unknown): unknown {
  link.to = null;
  if (result !== SUSPENDED) return result;
  const outer = contexts?.capture() ?? null;
  return suspendBefore(() => contexts?.current?.enter(outer));
}

/** From each native function to the version that lets the function it calls suspend. */
export const asyncScopes: [unknown, AnyFunction][] = [
  [nativeRun, run],
  [nativeExit, exit],
  [nativeRunInScope, runInAsyncScope],
  [nativeSnapshot, snapshot],
  [nativeBind, binder(nativeBind)],
  [nativeBindResource, binder(nativeBindResource)],
  [nativeBindStorage, binder(nativeBindStorage)],
];
