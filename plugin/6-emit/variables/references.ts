import { types as t } from '@babel/core';
import type { Binding, Ref } from '../../3-analyze/model.ts';
import { isConstant, isInside } from '../../3-analyze/scopes/initialization.ts';
import { at, callOf, id, member, str } from '../../syntax/build.ts';
import type { FunctionContext } from '../context/function-context.ts';
import { isLateWrite, readLate, stateOfLate, writeLate } from './late-variables.ts';
import { readOwnName, writeOwnName } from './own-names.ts';

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
  if (ref.binding.storage === 'native') return readOwnName(node, ctx) ?? readLate(node, ctx) ?? node;
  const storage = copyPosition(storageOf(ref.binding, ctx, ref), node);
  if (!ref.checked) return storage;
  return at(callOf(ctx.helper('tdz'), valueToCheck(ref, storage, ctx), str(ref.name)), node);
}

/** What tells whether a variable is initialized: in its own function, a parameter holds its argument from the start. */
function valueToCheck(ref: Ref, storage: t.Expression, ctx: FunctionContext): t.Expression {
  const isSure = ref.binding?.kind === 'param' && ref.fn === ref.binding.scope.fn;
  return isSure ? ctx.helper('UNINITIALIZED') : t.cloneNode(storage);
}

/** The same for a variable that is assigned, whose storage is known. */
export function heldBefore(node: t.Identifier, storage: t.Expression, ctx: FunctionContext): t.Expression {
  const ref = ctx.program.analysis.refOf.get(node);
  return stateOfLate(node, ctx) ?? (ref === undefined ? t.cloneNode(storage) : valueToCheck(ref, storage, ctx));
}

function rewriteGlobal(node: t.Identifier, ctx: FunctionContext): t.Expression {
  const { argumentsName } = ctx.thisOwner;
  return node.name === 'arguments' && argumentsName !== null ? id(argumentsName) : node;
}

/** A variable that is assigned: where to store, and the checks that a native assignment would make. */
export function rewriteTarget(node: t.Identifier, ctx: FunctionContext): t.Identifier | t.MemberExpression {
  const ref = ctx.program.analysis.refOf.get(node);
  const binding = ref?.binding;
  if (ref === undefined || binding === null || binding === undefined) return node;
  if (binding.storage === 'native') return writeOwnName(node, ctx) ?? writeLate(node, ctx) ?? node;
  const storage = copyPosition(storageOf(binding, ctx, ref), node);
  if (ref.write && binding.kind === 'const')
    return member(callOf(ctx.helper('constant'), storage, str(ref.name)), 'value');
  return storage;
}

/** Whether an assignment must first make sure that the variable is initialized. */
export function needsCheck(node: t.Node, ctx: FunctionContext): boolean {
  const ref = ctx.program.analysis.refOf.get(node);
  if (ref?.binding?.storage === 'native') return isLateWrite(node, ctx);
  return ref?.checked === true;
}

function copyPosition<N extends t.Node>(node: N, origin: t.Identifier): N {
  node.loc = origin.loc ?? null;
  node.start = origin.start ?? null;
  node.end = origin.end ?? null;
  return node;
}
