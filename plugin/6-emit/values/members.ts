import { types as t } from '@babel/core';
import type { FunctionContext } from '../context/function-context.ts';
import { liftStable } from './keep.ts';
import { mayComeBeforeSuper } from './stability.ts';

/** `object.property` or `object[key]`, itself read in the end. */
export function liftMember(
  node: t.MemberExpression,
  ctx: FunctionContext,
  later: readonly (t.Node | null)[] = [],
): t.MemberExpression {
  const { object, property } = node;
  const key = node.computed ? (property as t.Expression) : null;
  if (t.isSuper(object)) touchThis(object, [key, ...later], ctx);
  else node.object = liftStable(object, key === null ? later : [key, ...later], ctx);
  if (key !== null) node.property = liftStable(key, later, ctx);
  return node;
}

/** `super[key]`, and `super.x = value`, ask for `this` before they evaluate more: an error, before `super()`. */
export function touchThis(node: t.Super, later: readonly (t.Node | null)[], ctx: FunctionContext): void {
  if (mayComeBeforeSuper(node, ctx) && later.some((other) => ctx.yields(other)))
    ctx.add(t.expressionStatement(t.thisExpression()));
}
