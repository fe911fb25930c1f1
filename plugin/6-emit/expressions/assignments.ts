import { types as t } from '@babel/core';
import { isLogicalAssignment } from '../../syntax/logical-assignment.ts';
import { isNumeric } from '../../5-allocate/numbers.ts';
import { assign } from '../../syntax/build.ts';
import { continues, emitIf } from './branches.ts';
import type { FunctionContext } from '../context/function-context.ts';
import { emitAddition } from '../classes/fields-method.ts';
import { emitPattern } from './patterns.ts';
import { rewriteExpression, lift } from '../context/dispatch.ts';
import { finishAssignment } from '../rewrite/rewrite-assignments.ts';
import { isStable } from '../values/stability.ts';
import { keep, reference } from '../values/keep.ts';
import { originOf } from '../values/origins.ts';
import { liftMember } from '../values/members.ts';

export function liftAssignment(node: t.AssignmentExpression, ctx: FunctionContext): t.Expression {
  const addition = emitAddition(node, ctx);
  if (addition !== null) return addition;
  const { left, right, operator } = node;
  if (isLogicalAssignment(operator) && ctx.yields(right)) return liftLogicalAssignment(node, ctx);
  if (t.isIdentifier(left)) return assignVariable(node, left, ctx);
  if (t.isMemberExpression(left)) return assignMember(node, left, ctx);
  const origin = originOf(right);
  const value = keep(lift(right, ctx), ctx);
  emitPattern(left, value, ctx, origin);
  return t.cloneNode(value);
}

export function assignVariable(node: t.AssignmentExpression, target: t.Identifier, ctx: FunctionContext): t.Expression {
  const origin = node.right;
  if (node.operator !== '=' && !isStable(target, [node.right], ctx)) {
    const isNumber = isNumeric(target, ctx.program.analysis);
    const old = keep(rewriteExpression(t.isIdentifier(target) ? reference(target, ctx) : target, ctx), ctx, isNumber);
    node.right = t.binaryExpression(node.operator.slice(0, -1) as '+', old, lift(node.right, ctx));
    node.operator = '=';
  } else node.right = lift(node.right, ctx);
  return finishAssignment(node, target, origin, ctx);
}

export function assignMember(
  node: t.AssignmentExpression,
  left: t.MemberExpression,
  ctx: FunctionContext,
): t.Expression {
  const { right } = node;
  const target = liftMember(left, ctx, [right]);
  if (node.operator !== '=' && ctx.yields(right)) {
    const old = keep(t.cloneNode(target), ctx);
    node.right = t.binaryExpression(node.operator.slice(0, -1) as '+', old, lift(right, ctx));
    node.operator = '=';
  } else node.right = lift(right, ctx);
  node.left = target;
  return node;
}

/** `a ||= f()`: assigns only where the right side is evaluated. */
export function liftLogicalAssignment(node: t.AssignmentExpression, ctx: FunctionContext): t.Expression {
  const { left, right, operator } = node;
  const result = ctx.temporary();
  const target = t.isMemberExpression(left) ? liftMember(left, ctx, [right]) : (left as t.Identifier);
  const current = t.isIdentifier(target) ? rewriteExpression(reference(target, ctx), ctx) : t.cloneNode(target);
  ctx.add(assign(result, current));
  emitIf(continues(operator, t.cloneNode(result)), ctx, () => {
    const value = lift(right, ctx);
    const store = t.assignmentExpression('=', target, value);
    const assignment = t.isIdentifier(target) ? finishAssignment(store, target, right, ctx) : store;
    ctx.add(assign(t.cloneNode(result), assignment));
  });
  return t.cloneNode(result);
}
