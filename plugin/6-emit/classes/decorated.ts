import { types as t } from '@babel/core';
import { block, callOf, id, set } from '../../syntax/build.ts';
import type { FunctionContext } from '../context/function-context.ts';
import { methodAsGenerator } from '../functions/generator-starts.ts';

/**
 * What is read from a decorated class afterwards is what the decorators made of it. A decorator that is applied before
 * them sees the method as it was written:
 *
 *     @logged m() {...}   =>   @logged @captured(value => m_self = value) m() {...}
 */
export function capturing(self: string, method: t.Node, ctx: FunctionContext): t.Decorator {
  const value = ctx.program.unique('value');
  const capture = set(id(self), methodAsGenerator(method, id(value), ctx));
  return t.decorator(callOf(ctx.helper('captured'), t.arrowFunctionExpression([id(value)], capture)));
}

/**
 * The same for a class, which is `this` in `captures`. Functions that private methods became stay in the class, since
 * they use its private names.
 */
export function captureInDecorator(
  node: t.Class & { decorators: t.Decorator[] },
  captures: readonly t.Statement[],
  ctx: FunctionContext,
): t.Class {
  const outside = captures.filter(usesClass);
  const inside = captures.filter((capture) => !usesClass(capture));
  if (inside.length > 0) node.body.body.unshift(t.staticBlock(inside));
  if (outside.length > 0) {
    const read = t.functionExpression(null, [], block(outside));
    node.decorators.push(t.decorator(callOf(ctx.helper('captured'), read)));
  }
  return node;
}

/** `m_self = ownValue(this.prototype, "m")`, not `m_self = function () {...}` */
function usesClass(capture: t.Statement): boolean {
  return (
    t.isExpressionStatement(capture) &&
    t.isAssignmentExpression(capture.expression) &&
    t.isCallExpression(capture.expression.right)
  );
}
