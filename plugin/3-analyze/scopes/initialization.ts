import type { types as t } from '@babel/core';
import { unwrap } from '../../syntax/children.ts';
import type { Binding, FunctionInfo, Ref } from '../model.ts';

export function isConstant({ kind, writes, declarations }: Binding): boolean {
  return writes === 0 && (kind !== 'function' || declarations === 1) && kind !== 'var';
}

/** Whether `fn` is the function that `value` is, or is nested in it. */
export function isInside(fn: FunctionInfo | null, value: t.Node | null): boolean {
  if (value === null) return false;
  const node = unwrap(value);
  for (; fn !== null; fn = fn.parent) if (fn.node === node) return true;
  return false;
}

/** The function directly in `outer` that contains `inner`. */
export function closureIn(inner: FunctionInfo, outer: FunctionInfo): FunctionInfo {
  let fn = inner;
  while (fn.parent !== null && fn.parent !== outer) fn = fn.parent;
  return fn;
}

/** Whether a reference may come before the declaration of its variable has been evaluated. */
export function mayPrecedeInitialization(ref: Ref, binding: Binding): boolean {
  if (binding.initializedAt === 0) return false;
  const owner = binding.scope.fn;
  if (binding.scope.kind === 'switch') return true;
  if (ref.fn === owner) return ref.order <= binding.initializedAt;
  if (isInside(ref.fn, binding.value)) return false;
  return closureIn(ref.fn, owner).createdAt < binding.initializedAt;
}
