import { types as t } from '@babel/core';
import { inheritReference } from '../../3-analyze/inherit.ts';
import { isNumeric } from '../../5-allocate/numbers.ts';
import { assign, at } from '../../syntax/build.ts';
import type { FunctionContext } from '../context/function-context.ts';
import { named } from './naming.ts';
import { rewriteExpression, lift } from '../context/dispatch.ts';
import { isStable } from './stability.ts';

/** Lifts an expression whose value must survive what is emitted until it is used: it gets a variable if it needs one. */
export function liftStable(node: t.Expression, later: readonly (t.Node | null)[], ctx: FunctionContext): t.Expression {
  if (!later.some((other) => ctx.yields(other))) return lift(node, ctx);
  if (isStable(node, later, ctx)) return rewriteExpression(node, ctx);
  const isNumber = isNumeric(node, ctx.program.analysis);
  return keep(named(node, lift(node, ctx), null, ctx), ctx, isNumber);
}

/** Saves a value in a temporary variable; `isNumber`: it cannot be anything else. */
export function keep(value: t.Expression, ctx: FunctionContext, isNumber = false): t.Identifier {
  const temporary = ctx.temporary(isNumber);
  ctx.add(at(assign(temporary, value), value));
  return t.cloneNode(temporary);
}

/** Another occurrence of a variable, resolved like the first. */
export function reference(target: t.Identifier, ctx: FunctionContext): t.Identifier {
  const copy = t.cloneNode(target);
  inheritReference(copy, target, ctx.program.analysis);
  return copy;
}
