import { isBuiltinConstructor, isBuiltinFunction } from '../../yield-points/builtins.ts';
import { isCollectingFunction } from '../../yield-points/collecting-calls.ts';
import { callUnknown, escapeArguments, type Site } from './site.ts';
import type { Heap } from '../heap/heap.ts';
import type { Value } from '../heap/value.ts';

/** They keep nothing of what they are given, change nothing, and answer with a primitive value. */
export const ANSWERING: ReadonlySet<string> = new Set([
  'Array.isArray',
  'Object.hasOwn',
  'Object.is',
  'Object.prototype.hasOwnProperty',
  'Object.prototype.propertyIsEnumerable',
  'Object.prototype.toString',
  'BigInt',
  'Boolean',
  'Number',
  'String',
  'isNaN',
  'isFinite',
  'parseInt',
  'parseFloat',
]);

/** `f(...)`, where `f` is a builtin, or an object that has some. */
export function callBuiltin(heap: Heap, site: Site, { path }: Value): void {
  if (!isBuiltinFunction(path) || isCollectingFunction(path)) callUnknown(heap, site);
  else if (ANSWERING.has(path)) site.result.add(heap.primitive);
  else {
    escapeArguments(heap, site);
    site.result.add(heap.unknown);
  }
}

/** `o.m(...)`, where `o` is a builtin: `Object.keys(...)`, `toString.call(...)`. */
export function callMethodOfBuiltin(heap: Heap, site: Site, builtin: Value, name: string): void {
  const calls = name === 'call' || name === 'apply';
  callBuiltin(heap, site, calls ? builtin : heap.builtin(`${builtin.path}.${name}`));
}

export function constructBuiltin(heap: Heap, site: Site, { path }: Value): void {
  if (!isBuiltinConstructor(path)) return callUnknown(heap, site);
  escapeArguments(heap, site);
  site.result.add(heap.unknown);
}
