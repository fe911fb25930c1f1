import { types as t } from '@babel/core';
import { callOf } from '../../syntax/build.ts';
import type { FunctionContext } from '../context/function-context.ts';

/** `...spreadable(rest)`: arguments are passed on without asking an iterator for them. */
export function spreadArguments(rest: t.Expression, ctx: FunctionContext): t.SpreadElement {
  return t.spreadElement(callOf(ctx.helper('spreadable'), rest));
}
