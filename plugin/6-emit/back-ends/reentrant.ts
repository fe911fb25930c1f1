import { types as t } from '@babel/core';
import { callOf, choose, const_, id, num, or, set } from '../../syntax/build.ts';
import type { FunctionContext } from '../context/function-context.ts';
import type { BackEnd } from '../context/handlers.ts';
import { lifters } from '../expressions/lifters.ts';
import { emitters } from '../statements/emitters.ts';
import { emitForStatement } from '../statements/loops/for-loops.ts';
import { emitForIn } from '../statements/loops/loops.ts';
import { emitTry } from '../statements/try.ts';
import { emitVariables } from '../statements/variables.ts';
import { emitProtectedReentrantly } from './reentrant-try.ts';

/** An ordinary function is called again to resume it: `pc` leads to the yield point, the frame has its variables. */
export const reentrant: BackEnd = {
  lifters,
  emitters: {
    ...emitters,
    VariableDeclaration: emitVariables,
    ForStatement: emitForStatement,
    ForInStatement: emitForIn,
    TryStatement: emitTry,
  },
  announcesInline: true,
  announcesAhead: true,
  hasTailCalls: true,
  keepsVariables: false,
  yieldPoint: (call, resumption, ctx) => ctx.sequence.yieldPoint(ctx, call, resumption),
  resumedNew: (constructor, ctx) => callOf(ctx.takeNew(), set(id(ctx.pc), num(0)), constructor),
  mayAnnounce: () => null,
  stressed: (call, ctx) => callOf(ctx.helper('bounce'), call),
  orReentry: (test, ctx) => (t.isBooleanLiteral(test, { value: true }) ? test : or(ctx.isReentry(), test)),
  declareBox: (name, fresh, ctx) => ctx.sequence.always(const_(name, savedBox(fresh, ctx)), ctx.pc),
  caught: (helper, args, ctx) => callOf(ctx.helper(helper), ...args),
  emitProtected: emitProtectedReentrantly,
};

/** `pc ? saved : saved = fresh` */
function savedBox(fresh: t.Expression, ctx: FunctionContext): t.Expression {
  const saved = ctx.temporary();
  return choose(ctx.isReentry(), t.cloneNode(saved), set(saved, fresh));
}
