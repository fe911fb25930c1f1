import { types as t } from '@babel/core';
import { assign, block, callOf, const_, equal, id, member, when } from './build.ts';
import { moveBodyToArrow } from './body-arrow.ts';
import type { FunctionContext } from './context.ts';

/**
 * A constructor cannot be called again to resume it, so its body runs as an arrow in it, which can:
 *
 *     constructor(a) { const body = (a) => { ...; return this; }; if (link.to === C) link.to = body; return body(a); }
 */
export function compileConstructor(node: t.ClassMethod, ctx: FunctionContext, self: string): void {
  ctx.wrapResult = (value) =>
    value === null ? t.thisExpression() : t.logicalExpression('??', callOf(ctx.helper('constructed'), value), t.thisExpression());
  const { name, arrow, args } = moveBodyToArrow(node, ctx);
  const link = member(ctx.helper('link'), 'to');
  node.body = block([
    const_(name, arrow),
    when(equal(link, id(self)), [assign(t.cloneNode(link), id(name))]),
    t.returnStatement(t.callExpression(id(name), args)),
  ]);
}
