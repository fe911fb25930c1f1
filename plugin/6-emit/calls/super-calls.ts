import { types as t } from '@babel/core';
import { isSpreadParameter } from '../../syntax/classes/constructors.ts';
import { at, callOf, equal, id, metaNewTarget, nil, num, run, set, str } from '../../syntax/build.ts';
import { announce } from './announce.ts';
import { emitYieldPoint } from './yield-points.ts';
import { emitIf } from '../expressions/branches.ts';
import { lift } from '../context/dispatch.ts';
import { liftElements, type Element } from '../values/elements.ts';
import { keep } from '../values/keep.ts';
import { spreadArguments } from '../values/spread.ts';
import { placeOfCall, type Place } from './places.ts';
import type { FunctionContext } from '../context/function-context.ts';

/**
 * `super(...)`. A parent that can suspend must not return `SUSPENDED` to the native `super`, which would make it `this`:
 * it is constructed first, and then `super` hands out that object.
 *
 *     parent = blockingParent(C);
 *     if (parent === null) super(x);
 *     else { link.to = parent; result = construct(parent, [x], new.target) [yield point]; adopt(C, result, new.target, () => super()); }
 */
export function emitSuperCall(node: t.CallExpression, ctx: FunctionContext): t.Expression {
  const { classSelf } = ctx.thisOwner;
  if (classSelf === null || !ctx.program.analysis.yieldPoints.has(node)) {
    node.arguments = liftElements(node.arguments as Element[], ctx) as t.Expression[];
    return node;
  }
  const list = liftSuperArguments(node, ctx);
  const name = ctx.nameInErrors === null ? [] : [str(ctx.nameInErrors)];
  const parent = keep(callOf(ctx.helper('blockingParent'), id(classSelf), ...name), ctx);
  const native = t.callExpression(t.super(), [spreadArguments(t.cloneNode(list), ctx)]);
  emitIf(
    equal(t.cloneNode(parent), nil()),
    ctx,
    () => ctx.add(at(run(native), node)),
    () => emitBlockingParent(parent, list, classSelf, placeOfCall(node), ctx),
  );
  return t.thisExpression();
}

/** An array of the arguments. */
export function liftSuperArguments({ arguments: args }: t.CallExpression, ctx: FunctionContext): t.Identifier {
  const [first] = args;
  if (isSpreadParameter(first)) return lift(first.argument, ctx) as t.Identifier;
  return keep(t.arrayExpression(liftElements(args as Element[], ctx)), ctx);
}

export function emitBlockingParent(
  parent: t.Identifier,
  list: t.Identifier,
  classSelf: string,
  place: Place | null,
  ctx: FunctionContext,
): void {
  announce(t.cloneNode(parent), ctx);
  const construct = callOf(ctx.helper('construct'), t.cloneNode(parent), t.cloneNode(list), metaNewTarget());
  const resumed = callOf(ctx.takeNew(), set(id(ctx.pc), num(0)), metaNewTarget());
  emitYieldPoint(construct, ctx, { resumed, place });
  const callSuper = t.arrowFunctionExpression([], t.callExpression(t.super(), []));
  ctx.add(run(callOf(ctx.helper('adopt'), id(classSelf), id(ctx.register('result')), metaNewTarget(), callSuper)));
}
