import { types as t } from '@babel/core';
import type { Callee } from './arguments.ts';
import { at, callOf, callWith, detached, str } from '../../syntax/build.ts';
import { unwrap } from '../../syntax/children.ts';
import type { FunctionContext } from '../context/function-context.ts';
import { describe } from '../values/describe.ts';
import type { Element } from '../values/elements.ts';
import { liftStable } from '../values/keep.ts';
import { liftMember } from '../values/members.ts';
import { placed, placeOfCall } from './places.ts';

/** `call(f, self, ...)` */
export function callOn(
  self: t.Expression,
  origin: t.CallExpression | t.OptionalCallExpression,
  ctx: FunctionContext,
): Callee['call'] {
  const place = placeOfCall(origin);
  return (fn, values) => {
    const call = at(callWith(ctx.helper('call'), [fn, self, ...values]), origin);
    return place === null ? call : placed(call, place);
  };
}

/**
 * What is no function fails when it is called, with the name that the source has for it: `callable(o.m, "o.m")`. Not in the library itself,
 * which has the methods that it calls on its own objects.
 */
export function callable(value: t.Expression, text: string, ctx: FunctionContext): t.Expression {
  if (ctx.program.options.hidden && OWN_OBJECT.test(text)) return value;
  return callOf(ctx.helper('callable'), value, str(text));
}

/** `this` and what it keeps, and what a call has made. */
const OWN_OBJECT = /^(?:this\b|\(intermediate value\))/;

/** The same for `o.m?.()`, which is not called at all if there is no method. */
export function callableIfAny(value: t.Expression, text: string, ctx: FunctionContext): t.Expression {
  return callOf(ctx.helper('callableIfAny'), value, str(text));
}

/** A builtin's receiver is kept, its method read late: builtins do not change. */
export function liftCallee(callee: t.Expression, args: readonly Element[], ctx: FunctionContext): t.Expression {
  const inner = unwrap(callee) as t.Expression;
  if (t.isMemberExpression(inner)) return liftMember(inner, ctx, args);
  const text = describe(inner);
  const isInVariables = ctx.yields(inner);
  const value = liftStable(callee, args, ctx);
  // An error would name the variable that holds the value, or a part of it.
  const isHeld = (isInVariables || t.isIdentifier(value)) && !t.isIdentifier(inner) && !t.isFunction(inner);
  // `(f(), o.m)(x)` does not pass `o` on.
  return isHeld ? callable(value, text, ctx) : detached(value);
}
