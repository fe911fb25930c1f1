import { types as t } from '@babel/core';
import { at } from '../../syntax/build.ts';
import { collectorOf } from '../../3-analyze/yield-points/collecting-calls.ts';
import { emitTailCall } from '../calls/calls.ts';
import type { FunctionContext } from '../context/function-context.ts';
import { branches, continues, emitBranches, emitEffect, emitIf, isOwn } from '../expressions/branches.ts';
import { lift } from '../context/dispatch.ts';
import { keep } from '../values/keep.ts';
import { unwrap } from '../../syntax/children.ts';

export function emitReturn(node: t.ReturnStatement, ctx: FunctionContext): void {
  emitResult(node.argument as t.Expression, node, ctx);
}

/** Returns the value of an expression; its last calls may be tail calls. */
export function emitResult(expression: t.Expression, origin: t.Node, ctx: FunctionContext): void {
  const node = unwrap(expression) as t.Expression;
  if (isTailCall(node, ctx)) return emitTailCall(node, ctx);
  if (branches(node, ctx)) return emitBranches(node, ctx, (branch) => emitResult(branch, origin, ctx));
  if (t.isLogicalExpression(node) && ctx.yields(node.right)) return emitLogicalResult(node, origin, ctx);
  if (t.isSequenceExpression(node)) {
    for (const effect of node.expressions.slice(0, -1)) emitEffect(effect, ctx);
    return emitResult(node.expressions.at(-1) as t.Expression, origin, ctx);
  }
  const value = lift(expression, ctx);
  ctx.add(...ctx.emitReturn(value).map((statement) => at(statement, origin)));
}

/** `return a && f();`   =>   `if (a) return f(); return a;` */
export function emitLogicalResult(
  { left, operator, right }: t.LogicalExpression,
  origin: t.Node,
  ctx: FunctionContext,
): void {
  const lifted = lift(left, ctx);
  const value = isOwn(lifted, ctx) && !ctx.registers.includes(lifted.name) ? lifted : keep(lifted, ctx);
  emitIf(continues(operator, t.cloneNode(value)), ctx, () => emitResult(right, origin, ctx));
  ctx.add(...ctx.emitReturn(value).map((statement) => at(statement, origin)));
}

/** Not in a constructor, nor where something is left to do after the call, or its frame is wanted. */
export function isTailCall(node: t.Node, ctx: FunctionContext): node is t.CallExpression {
  if (!t.isCallExpression(node) || t.isSuper(node.callee) || !ctx.backEnd.hasTailCalls) return false;
  if (ctx.wrapResult !== null || ctx.protectedDepth > 0 || ctx.program.options.tailFrames) return false;
  return ctx.program.analysis.yieldPoints.has(node) && collectorOf(node, ctx.program.analysis) === null;
}
