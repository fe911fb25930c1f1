import type { types as t } from '@babel/core';
import { assign, callOf, const_, equal, id, num, run, when } from '../../syntax/build.ts';
import type { FunctionContext } from '../context/function-context.ts';
import { placedAt, placedDelegation } from '../calls/places.ts';
import type { BackEnd, Resumption } from '../context/handlers.ts';
import { lifters } from '../expressions/lifters.ts';
import { emitters } from '../statements/emitters.ts';
import { emitYield } from './generators.ts';
import { emitNativeFor, emitNativeForIn } from './native-loops.ts';
import { emitProtectedInGenerator, emitTryInGenerator } from './native-try.ts';
import { emitNativeVariables } from './native-variables.ts';

/** A generator keeps its native frame, and yields to whoever resumed it. */
export const generator: BackEnd = {
  lifters: { ...lifters, YieldExpression: emitYield },
  emitters: {
    ...emitters,
    VariableDeclaration: emitNativeVariables,
    ForStatement: emitNativeFor,
    ForInStatement: emitNativeForIn,
    TryStatement: emitTryInGenerator,
  },
  announcesInline: false,
  announcesAhead: true,
  hasTailCalls: false,
  keepsVariables: true,
  yieldPoint: pauseIfAsked,
  resumedNew: (constructor, ctx) => callOf(ctx.takeNew(), num(0), constructor),
  mayAnnounce: (ctx) => id(ctx.open),
  stressed: (call, ctx) => callOf(ctx.helper('bounceIf'), id(ctx.open), call),
  orReentry: (test) => test,
  declareBox: (name, fresh, ctx) => ctx.add(const_(name, fresh)),
  caught: (helper, args, ctx) => callOf(ctx.helper(helper), ...args),
  emitProtected: emitProtectedInGenerator,
};

/** `result = f(x); if (result === SUSPENDED) { yield* suspension; result = take(); }` */
function pauseIfAsked(call: t.Expression, { resumed = null, place = null }: Resumption, ctx: FunctionContext): void {
  const result = ctx.register('result');
  const asked = equal(id(result), ctx.helper('SUSPENDED'));
  const pause = run(placedDelegation(ctx.suspension(), place));
  const resume = assign(id(result), placedAt(place, resumed ?? callOf(ctx.take())));
  ctx.add(assign(id(result), call), when(asked, [pause, resume]));
}
