import type { ts } from 'ts-morph';
import type { Edit } from '../finding.ts';
import type { TypeScript } from '../graph/syntax.ts';
import { insertAtTop, insertDirective, insertTag } from './insert-directive.ts';

/**
 * Marks a function: by a directive in its body, or by a tag before an arrow without a body. The top level of a module is marked with its file, and
 * what initializes fields with its class.
 */
export function markFunction(node: ts.Node, { ts }: { ts: TypeScript }): Edit[] {
  if (ts.isSourceFile(node)) return ts.isExternalModule(node) ? [insertAtTop(node.text)] : [];
  if (ts.isPropertyDeclaration(node) || ts.isClassStaticBlockDeclaration(node)) return markClass(node.parent);
  if (!ts.isFunctionLike(node) || !('body' in node) || node.body === undefined) return [];
  const { body } = node;
  const text = node.getSourceFile().text;
  if (ts.isBlock(body)) return [insertDirective(text, body.getStart())];
  return [insertTag(node.getStart())];
}

function markClass(node: ts.ClassLikeDeclaration): Edit[] {
  return [insertTag(node.getStart())];
}
