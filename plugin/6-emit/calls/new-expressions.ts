import { types as t } from '@babel/core';
import { unwrap } from '../../syntax/children.ts';
import { at, callOf, str } from '../../syntax/build.ts';
import { lift } from '../context/dispatch.ts';
import type { Element } from '../values/elements.ts';
import { keep } from '../values/keep.ts';
import { isRepeatable } from '../values/stability.ts';
import type { FunctionContext } from '../context/function-context.ts';
import { announcedCall, liftArguments, type Callee } from './arguments.ts';
import type { Prepared } from './yield-points.ts';
import { describe } from '../values/describe.ts';

/** `t = constructible(o.K, "o.K"); link.to = t; result = new t(x)` */
export function prepareNew(node: t.NewExpression, ctx: FunctionContext): Prepared {
  const constructor = liftConstructor(node, ctx);
  const args = liftArguments(node.arguments as Element[], ctx);
  const resumed = ctx.backEnd.resumedNew(t.cloneNode(constructor), ctx);
  const create: Callee['call'] = (value, values) => at(t.newExpression(value, values), node);
  return { call: announcedCall({ value: constructor, call: create }, args, ctx), resumed };
}

/** What is constructed, read before the arguments are evaluated. */
export function liftConstructor({ callee, arguments: args }: t.NewExpression, ctx: FunctionContext): t.Expression {
  const text = textOf(callee);
  const isSame = isRepeatable(callee, args, ctx);
  const lifted = lift(callee, ctx);
  if (isSame) return lifted;
  return keep(isSurelyConstructor(lifted) ? lifted : callOf(ctx.helper('constructible'), lifted, str(text)), ctx);
}

/** How the engine calls it in the message of an error. */
function textOf(callee: t.Node): string {
  const isChain = t.isOptionalMemberExpression(unwrap(callee)) || t.isOptionalCallExpression(unwrap(callee));
  return isChain ? '(intermediate value)' : describe(callee);
}

function isSurelyConstructor(node: t.Expression): boolean {
  return t.isClass(node) || (t.isFunctionExpression(node) && !node.async && !node.generator);
}
