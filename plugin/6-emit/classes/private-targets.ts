import { types as t } from '@babel/core';
import { emitCall } from '../calls/calls.ts';
import type { FunctionContext } from '../state/context.ts';
import { keep, lift } from '../expressions/expressions.ts';
import { isStable } from '../expressions/stability.ts';

/**
 * A pattern assigns to a private accessor that may block: a call of the method that it became. The object is evaluated
 * before the value.
 */
export function emitPrivateTarget(target: t.CallExpression, value: t.Expression, ctx: FunctionContext): void {
  const callee = target.callee as t.MemberExpression;
  if (!isStable(callee.object, [], ctx)) callee.object = keep(lift(callee.object, ctx), ctx);
  target.arguments = [keep(value, ctx)];
  emitCall(target, ctx);
}

/** Where the pattern stays as it is, it assigns to the accessor natively: `[this.#set_x(value)]   =>   [this.#x]` */
export function privateTarget(target: t.CallExpression, ctx: FunctionContext): t.Expression {
  const name = ctx.program.analysis.privateTargets.get(target);
  const { object } = target.callee as t.MemberExpression;
  return name === undefined ? target : t.memberExpression(object, t.privateName(t.identifier(name)));
}
