import type { types as t } from '@babel/core';
import { callOf, id } from '../../syntax/build.ts';
import type { FunctionContext } from '../context/function-context.ts';
import type { BackEnd, Resumption } from '../context/handlers.ts';
import { emitForOf } from '../statements/loops/iteration.ts';
import { beginCall, finishedCall, yieldFromAsyncGenerator } from './async-calls.ts';
import { emitForAwait, emitNativeWait } from './async-generators.ts';
import { generator } from './generator.ts';

/** An async generator stays native, too, and awaits whatever suspends. */
export const asyncGenerator: BackEnd = {
  ...generator,
  lifters: { ...generator.lifters, AwaitExpression: emitNativeWait, YieldExpression: emitNativeWait },
  emitters: {
    ...generator.emitters,
    ForOfStatement: (node, ctx, labels) => (node.await ? emitForAwait : emitForOf)(node, ctx, labels),
  },
  announcesAhead: false,
  yieldPoint: awaitIfAsked,
  resumedNew: (constructor, ctx) => callOf(ctx.helper('newObject'), finishedCall(ctx), constructor),
  mayAnnounce: () => null,
  stressed: (call, ctx) => callOf(ctx.helper('bounce'), call),
  caught: (helper, args, ctx) => callOf(ctx.helper(`${helper}In`), id(ctx.open), ...args),
};

function awaitIfAsked(call: t.Expression, { resumed = null, place = null }: Resumption, ctx: FunctionContext): void {
  const started = beginCall(ctx.announced, call, ctx);
  ctx.announced = null;
  ctx.add(...yieldFromAsyncGenerator(started, resumed, place, ctx));
}
