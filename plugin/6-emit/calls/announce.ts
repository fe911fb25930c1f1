import type { types as t } from '@babel/core';
import { and, callOf, choose, member, nil, run, set } from '../../syntax/build.ts';
import type { FunctionContext } from '../context/function-context.ts';

/** `link.to = f`; in a generator that unmarked code resumed, the call must look like one from unmarked code. */
export function announce(callee: t.Expression, ctx: FunctionContext): void {
  if (ctx.backEnd.announcesAhead) ctx.add(run(announcement(callee, ctx)));
  else ctx.announced = callee;
}

/** `spreads`: an array of the function's own is spread afterwards, which runs no code as long as arrays are iterated natively. */
export function announcement(callee: t.Expression, ctx: FunctionContext, spreads = false): t.Expression {
  const target = member(ctx.helper('link'), 'to');
  const condition = ctx.backEnd.mayAnnounce(ctx);
  const native = spreads ? callOf(ctx.helper('iteratesArrays')) : null;
  const both = condition !== null && native !== null ? and(condition, native) : (condition ?? native);
  return set(target, both === null ? callee : choose(both, callee, nil()));
}

export type Values = t.CallExpression['arguments'];
