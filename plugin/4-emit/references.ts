import type { types as t } from '@babel/core';
import type { Binding, Ref } from '../3-analyze/model.ts';
import { isConstant, isInside } from '../3-analyze/storage.ts';
import { callOf, id, member, str } from './build.ts';
import type { FunctionContext } from './context.ts';

/** Where the compiled code keeps a variable, seen from a place in `from` (or from its own function). */
export function storageOf(
  binding: Binding,
  ctx: FunctionContext,
  ref: Ref | null = null,
): t.Identifier | t.MemberExpression {
  if (ref !== null && isConstant(binding) && binding.kind === 'function' && isInside(ref.fn, binding.value)) {
    return id(binding.name);
  }
  if (binding.storage === 'boxed') return member(id(ctx.program.box(binding.scope)), binding.name);
  return id(binding.emittedName);
}

/** A variable that is read. */
export function rewriteReference(node: t.Identifier, ctx: FunctionContext): t.Expression {
  const ref = ctx.program.analysis.refOf.get(node);
  if (ref === undefined) return node;
  if (ref.binding === null) return rewriteGlobal(node, ctx);
  if (ref.binding.storage === 'native') return node;
  const storage = copyPosition(storageOf(ref.binding, ctx, ref), node);
  if (!ref.checked) return storage;
  const current = ref.binding.kind === 'param' ? ctx.helper('UNINITIALIZED') : storage;
  return callOf(ctx.helper('tdz'), current, str(ref.name));
}

function rewriteGlobal(node: t.Identifier, ctx: FunctionContext): t.Expression {
  const { argumentsName } = ctx.thisOwner;
  return node.name === 'arguments' && argumentsName !== null ? id(argumentsName) : node;
}

/** A variable that is assigned: where to store, and the checks that a native assignment would make. */
export function rewriteTarget(node: t.Identifier, ctx: FunctionContext): t.Identifier | t.MemberExpression {
  const ref = ctx.program.analysis.refOf.get(node);
  const binding = ref?.binding;
  if (ref === undefined || binding === null || binding === undefined || binding.storage === 'native') return node;
  const storage = copyPosition(storageOf(binding, ctx, ref), node);
  if (ref.write && binding.kind === 'const')
    return member(callOf(ctx.helper('constant'), storage, str(ref.name)), 'value');
  return storage;
}

/** Whether an assignment must first make sure that the variable is initialized. */
export function needsCheck(node: t.Node, ctx: FunctionContext): boolean {
  const ref = ctx.program.analysis.refOf.get(node);
  return ref !== undefined && ref.checked && ref.binding?.storage !== 'native';
}

function copyPosition<N extends t.Node>(node: N, origin: t.Identifier): N {
  node.loc = origin.loc ?? null;
  node.start = origin.start ?? null;
  node.end = origin.end ?? null;
  return node;
}
