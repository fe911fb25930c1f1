import { types as t } from '@babel/core';
import { block, callOf, id } from '../../syntax/build.ts';
import { moveBodyToArrow, nameOfFunction } from './body-arrow.ts';
import type { FunctionContext } from '../context/function-context.ts';

/**
 * A marked `async` function runs its body in a greenlet of its own and returns a promise for the result; `await`
 * waits.
 *
 *     function f(a) { const f = (a) => {...}; return startAsync(f, [a]); }
 */
export function compileAsync<N extends t.Function>(node: N, ctx: FunctionContext): N {
  const { name, declared, args } = moveBodyToArrow(node, nameOfFunction(node, ctx), ctx);
  node.async = false;
  node.body = block([declared, t.returnStatement(callOf(ctx.helper('startAsync'), id(name), t.arrayExpression(args)))]);
  if (t.isArrowFunctionExpression(node)) node.expression = false;
  return node;
}
