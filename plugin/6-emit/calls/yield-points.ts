import { types as t } from '@babel/core';
import { announce } from './announce.ts';
import { at, callOf, id } from '../../syntax/build.ts';
import type { Resumption } from '../context/handlers.ts';
import type { FunctionContext } from '../context/function-context.ts';
import { placeOfIteration } from './places.ts';

/** A call, ready to be made; `resumed` is what its value is when the function is re-entered here. */
export interface Prepared {
  call: t.Expression;
  resumed: t.Expression | null;
}

/** Makes a call that can suspend; its value is in the result register. */
export function emitYieldPoint(call: t.Expression, ctx: FunctionContext, resumption: Resumption = {}): t.Identifier {
  ctx.backEnd.yieldPoint(stressed(call, ctx), resumption, ctx);
  return id(ctx.register('result'));
}

/** In tests, each call suspends. */
export function stressed(call: t.Expression, ctx: FunctionContext): t.Expression {
  return ctx.program.options.stress ? ctx.backEnd.stressed(call, ctx) : call;
}

/** A call of a function of the runtime that can suspend. */
export function prepareHelperCall(name: string, args: t.Expression[], origin: t.Node, ctx: FunctionContext): Prepared {
  announce(ctx.helper(name), ctx);
  return { call: at(callOf(ctx.helper(name), ...args), origin), resumed: null };
}

/** Calls a function of the runtime that can suspend; its value is in the result register. */
export function emitHelperCall(name: string, args: t.Expression[], origin: t.Node, ctx: FunctionContext): t.Identifier {
  const { call } = prepareHelperCall(
    name,
    args.map((arg) => t.cloneNode(arg)),
    origin,
    ctx,
  );
  return emitYieldPoint(call, ctx, { place: placeOfIteration(origin) });
}
