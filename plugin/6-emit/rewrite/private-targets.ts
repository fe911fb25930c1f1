import { types as t } from '@babel/core';
import type { FunctionContext } from '../context/function-context.ts';

/** Where the pattern stays as it is, it assigns to the accessor natively: `[this.#set_x(value)]   =>   [this.#x]` */
export function privateTarget(target: t.CallExpression, ctx: FunctionContext): t.Expression {
  const name = ctx.program.analysis.privateTargets.get(target);
  const { object } = target.callee as t.MemberExpression;
  return name === undefined ? target : t.memberExpression(object, t.privateName(t.identifier(name)));
}
