import { types as t } from '@babel/core';
import { callOf } from '../../syntax/build.ts';
import type { FunctionContext } from '../context/function-context.ts';
import { lift } from '../context/dispatch.ts';
import { keep } from './keep.ts';

/** A computed key is converted to a property key before what follows is evaluated; `mustKeep`: that could tell. */
export function keepKey(key: t.Expression, mustKeep: boolean, ctx: FunctionContext): t.Expression {
  if (!mustKeep || t.isStringLiteral(key) || t.isNumericLiteral(key)) return lift(key, ctx);
  return keep(callOf(ctx.helper('propertyKey'), lift(key, ctx)), ctx);
}
