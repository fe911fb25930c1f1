import { types as t } from '@babel/core';
import type { Callee } from './arguments.ts';
import { at, callOf, str } from '../../syntax/build.ts';
import type { FunctionContext } from '../context/function-context.ts';
import { placed, placeOfCall } from './places.ts';

/** `call(f, self, ...)` */
export function callOn(
  self: t.Expression,
  origin: t.CallExpression | t.OptionalCallExpression,
  ctx: FunctionContext,
): Callee['call'] {
  const place = placeOfCall(origin);
  return (fn, values) => {
    const call = at(t.callExpression(ctx.helper('call'), [fn, self, ...values]), origin);
    return place === null ? call : placed(call, place);
  };
}

/** What is no function fails when it is called, with the name that the source has for it: `callable(o.m, "o.m")`. */
export function callable(value: t.Expression, text: string, ctx: FunctionContext): t.Expression {
  return callOf(ctx.helper('callable'), value, str(text));
}

/** The same for `o.m?.()`, which is not called at all if there is no method. */
export function callableIfAny(value: t.Expression, text: string, ctx: FunctionContext): t.Expression {
  return callOf(ctx.helper('callableIfAny'), value, str(text));
}
