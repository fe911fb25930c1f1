import { types as t } from '@babel/core';
import { assign, callOf, equal, id, member, sequence, set, when } from '../../syntax/build.ts';
import { placed, type Place } from '../calls/places.ts';
import type { FunctionContext } from '../context/function-context.ts';

/** `beginCall(calls, () => (link.to = f, f(x)))` */
export function beginCall(announced: t.Expression | null, call: t.Expression, ctx: FunctionContext): t.Expression {
  const announce = announced === null ? [] : [set(member(ctx.helper('link'), 'to'), announced)];
  return callOf(ctx.helper('beginCall'), id(ctx.open), t.arrowFunctionExpression([], sequence(...announce, call)));
}

/** `(await finishCall(calls)).value` */
export function finishedCall(ctx: FunctionContext, place: Place | null = null): t.Expression {
  const finish = callOf(ctx.helper('finishCall'), id(ctx.open));
  const value = member(t.awaitExpression(finish), 'value');
  if (place === null) return value;
  value.loc = value.property.loc = place.loc;
  placed(finish, place);
  return value;
}

export function yieldFromAsyncGenerator(
  started: t.Expression,
  finished: t.Expression | null,
  place: Place | null,
  ctx: FunctionContext,
): t.Statement[] {
  const result = id(ctx.register('result'));
  const suspended = equal(t.cloneNode(result), ctx.helper('SUSPENDED'));
  const finish = assign(t.cloneNode(result), finished ?? finishedCall(ctx, place));
  return [assign(result, started), when(suspended, [finish])];
}
