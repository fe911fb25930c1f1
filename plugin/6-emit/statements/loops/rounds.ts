import { types as t } from '@babel/core';
import { block, const_ } from '../../../syntax/build.ts';
import type { FunctionContext } from '../../context/function-context.ts';
import { emitDisposing, resource } from '../disposal.ts';
import { isUsing } from '../../../syntax/evaluation/may-block.ts';
import { emitNativePattern } from '../../back-ends/native-variables.ts';
import { emitPattern } from '../../expressions/patterns.ts';
import { boxedBindings, deadZones, movedScope, newBox } from '../../variables/scopes.ts';
import { iteratedBy } from '../../values/origins.ts';
import { emitBody } from '../blocks.ts';

/** One round of `for...in` or `for...of`: the variable takes its value, then the body runs. */
export function emitRound(
  node: t.ForInStatement | t.ForOfStatement,
  value: t.Expression,
  ctx: FunctionContext,
): t.Statement[] {
  return ctx.inSequence(() => {
    const scope = movedScope(node, ctx);
    if (scope !== null) openRound(scope, ctx);
    const { left } = node;
    if (isUsing(left)) emitDisposing(left, ctx, () => emitAssignedRound(node, value, ctx));
    else emitAssignedRound(node, value, ctx);
  });
}

export function emitAssignedRound(
  node: t.ForInStatement | t.ForOfStatement,
  value: t.Expression,
  ctx: FunctionContext,
): void {
  ctx.withTemporaries(() => assignRound(node.left, value, ctx));
  const before = ctx.lastYieldPoint;
  const body = emitBody(node.body, ctx);
  ctx.addSince(before, block(body));
}

export function assignRound(left: t.Node, value: t.Expression, ctx: FunctionContext): void {
  const target = t.isVariableDeclaration(left) ? (left.declarations[0]?.id as t.LVal) : (left as t.LVal);
  const isNative = t.isVariableDeclaration(left) && ctx.backEnd.keepsVariables;
  const assigned = t.isVariableDeclaration(left) ? resource(value, value, left, ctx) : value;
  if (!isNative) return emitPattern(target, assigned, ctx, iteratedBy(left));
  emitNativePattern(left, target, assigned, iteratedBy(left), ctx);
}

export function openRound(scope: NonNullable<ReturnType<typeof movedScope>>, ctx: FunctionContext): void {
  const bindings = boxedBindings(scope);
  if (bindings.length > 0) {
    const saved = ctx.temporary();
    const fresh = t.assignmentExpression('=', saved, newBox(bindings));
    ctx.sequence.always(
      const_(ctx.program.box(scope), t.conditionalExpression(ctx.isReentry(), t.cloneNode(saved), fresh)),
    );
  }
  ctx.add(...deadZones(scope, ctx));
}
