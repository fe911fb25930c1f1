import { types as t } from '@babel/core';
import type { FunctionContext } from '../context/function-context.ts';
import { rewriteChildren } from '../rewrite/children.ts';
import { rewriteBody } from '../rewrite/rewrite-statements.ts';

/** A function without yield points: only what it refers to may have moved. The key of a method belongs to the function around. */
export function rewriteFunction<N extends t.Function>(node: N, ctx: FunctionContext): N {
  const { body } = node;
  const name = t.isFunctionDeclaration(node) ? node.id : null;
  if (t.isBlockStatement(body)) {
    const statements = rewriteBody(node, body.body, ctx);
    body.body = [];
    rewriteChildren(node, ctx, ['key', 'decorators']);
    body.body = statements;
  } else rewriteChildren(node, ctx);
  // By its name a declaration is recognised as moved.
  if (t.isFunctionDeclaration(node)) node.id = name ?? null;
  return node;
}
