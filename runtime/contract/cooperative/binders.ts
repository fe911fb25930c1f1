import { asyncScopes } from '../contexts/async-scopes.ts';
import { callWith, missing } from '../enter.ts';
import type { AnyFunction } from '../frame.ts';
import { functionMethods } from './functions.ts';

/** What is registered is in a bundle only if something else needs it: so these versions are looked for here. */
const versions = new Map<unknown, AnyFunction>([...functionMethods, ...asyncScopes]);

function versionOf(method: unknown): AnyFunction {
  return versions.get(method) ?? (method as AnyFunction);
}

/**
 * `fn.bind`, for code that cannot suspend itself: compiled code that calls the bound function still can. `isOptional`: it
 * may be missing.
 */
export function binder(fn: { bind: unknown }, isOptional = false): AnyFunction | undefined {
  const { bind: method } = fn;
  if (isOptional && (method === undefined || method === null)) return undefined;
  if (typeof method !== 'function') return missing('bind');
  return (...args: unknown[]) => callWith(versionOf(method), fn, args);
}

/** `object.snapshot`, which may be that of `AsyncLocalStorage`, for code that cannot suspend itself. */
export function snapshotter(object: { snapshot: unknown }): AnyFunction {
  const { snapshot } = object;
  if (typeof snapshot !== 'function') return missing('snapshot');
  return (...args: unknown[]) => callWith(versionOf(snapshot), object, args);
}

/** `fn?.bind` */
export function binderIfAny(fn: { bind: unknown } | null | undefined, isOptional = false): AnyFunction | undefined {
  return fn === undefined || fn === null ? undefined : binder(fn, isOptional);
}
