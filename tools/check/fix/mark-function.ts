import type { ts } from 'ts-morph';
import type { Edit } from '../finding.ts';
import type { TypeScript } from '../graph/syntax.ts';
import { insertDirective } from './insert-directive.ts';

/** Marks a function: by a directive in its body, or by a tag before an arrow without a body. */
export function markFunction(node: ts.Node, { ts }: { ts: TypeScript }): Edit[] {
  if (!ts.isFunctionLike(node) || !('body' in node) || node.body === undefined) return [];
  const { body } = node;
  const text = node.getSourceFile().text;
  if (ts.isBlock(body)) return [insertDirective(text, body.getStart())];
  const start = node.getStart();
  return [{ start, end: start, text: '/** @greenlet */ ' }];
}
