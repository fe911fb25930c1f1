import { types as t } from '@babel/core';
import type { FunctionContext } from '../context/function-context.ts';
import { liftStable } from './keep.ts';

/** `object.property` or `object[key]`, itself read in the end. */
export function liftMember(
  node: t.MemberExpression,
  ctx: FunctionContext,
  later: readonly (t.Node | null)[] = [],
): t.MemberExpression {
  const { object, property } = node;
  if (node.computed) {
    const key = property as t.Expression;
    if (t.isSuper(object)) touchThis(key, ctx);
    else node.object = liftStable(object, [key, ...later], ctx);
    node.property = liftStable(key, later, ctx);
  } else if (!t.isSuper(object)) node.object = liftStable(object, later, ctx);
  return node;
}

/** `super[key]` asks for `this` before it evaluates the key: an error, before `super()`. */
export function touchThis(key: t.Expression, ctx: FunctionContext): void {
  if (ctx.yields(key) && ctx.thisOwner.info.kind === 'constructor') ctx.add(t.expressionStatement(t.thisExpression()));
}
