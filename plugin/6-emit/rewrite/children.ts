import { types as t } from '@babel/core';
import { isTypeOnly } from '../../syntax/children.ts';
import { block } from '../../syntax/build.ts';
import type { FunctionContext } from '../context/function-context.ts';
import { rewritePattern } from './rewrite-patterns.ts';
import { rewriteAlone, rewriteNode, rewriteStatement } from '../context/dispatch.ts';

/** Rewrites the children in place, other than those under some keys; a statement may become none or several. */
export function rewriteChildren(node: t.Node, ctx: FunctionContext, except: readonly string[] = []): void {
  const fields = node as unknown as Record<string, unknown>;
  for (const key of t.VISITOR_KEYS[node.type] ?? []) {
    if (except.includes(key)) continue;
    const child = fields[key];
    if (Array.isArray(child)) fields[key] = rewriteList(child as (t.Node | null)[], ctx);
    else if (isNode(child) && !isTypeOnly(child)) {
      fields[key] = isLoopTarget(node, key) ? rewritePattern(child, ctx) : rewriteChild(child, ctx);
    }
  }
}

/** `x` in `for (x of list)` */
function isLoopTarget(node: t.Node, key: string): boolean {
  return key === 'left' && t.isForXStatement(node) && t.isIdentifier(node.left);
}

function rewriteChild(child: t.Node, ctx: FunctionContext): t.Node {
  if (t.isPattern(child) || t.isRestElement(child)) return rewritePattern(child, ctx);
  if (!t.isStatement(child) || t.isBlockStatement(child)) return rewriteNode(child, ctx);
  const statements = rewriteAlone(child, ctx);
  return statements.length === 1 && statements[0] !== undefined ? statements[0] : block(statements);
}

function rewriteList(children: (t.Node | null)[], ctx: FunctionContext): (t.Node | null)[] {
  const result: (t.Node | null)[] = [];
  for (const child of children) {
    if (child === null || isTypeOnly(child)) result.push(child);
    else if (t.isStatement(child)) result.push(...rewriteStatement(child, ctx));
    else result.push(rewriteChild(child, ctx));
  }
  return result;
}

function isNode(value: unknown): value is t.Node {
  return typeof value === 'object' && value !== null && 'type' in value;
}
