import { types as t } from '@babel/core';
import { callOf, id } from '../../syntax/build.ts';
import { findWaiting } from '../../syntax/evaluation/waits.ts';
import type { FunctionContext } from '../context/function-context.ts';

/**
 * Gives each evaluation of an expression variables of its own: `((a, b) => value)()`.
 *
 * Functions that can suspend have lifted what waits out of it. Others have not: with an `await` in it, it becomes
 * `await (async (a, b) => value)()`.
 *
 * @param initial the values that the first of them have
 * @throws {RefusedError} if there is a `yield` in it, which no arrow can pass on
 */
export function withOwnVariables(
  names: readonly string[],
  value: t.Expression | t.BlockStatement,
  ctx: FunctionContext,
  initial: t.Expression[] = [],
): t.Expression {
  const arrow = t.arrowFunctionExpression(names.map(id), value);
  if (ctx.info.compiled) return callOf(arrow, ...initial);
  const yielded = findWaiting(value, 'YieldExpression');
  if (yielded !== null) throw ctx.program.refuse(yielded);
  if (findWaiting(value, 'AwaitExpression') === null) return callOf(arrow, ...initial);
  arrow.async = true;
  return t.awaitExpression(callOf(arrow, ...initial));
}
