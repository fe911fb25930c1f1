import type { Edit } from '../check/finding.ts';
import { insertAtTop, insertDirective, insertTag } from '../check/fix/insert-directive.ts';

/** What is needed of a node of ESLint's tree. */
export interface Node {
  readonly type: string;
  readonly range?: readonly [number, number];
  readonly parent?: Node | null;
}

/**
 * Marks what code belongs to, as `greenlets check --fix` does.
 *
 * @param owner a function, or a field or static block, whose class is marked then; null for the top level of a module
 */
export function markOwner(owner: Node | null, text: string): Edit[] {
  if (owner === null) return [insertAtTop(text)];
  if (!owner.type.includes('Function')) return tagBefore(outermost(owner.parent?.parent));
  const { body } = owner as { body?: Node | null };
  if (body?.type !== 'BlockStatement') return tagBefore(owner);
  return body.range === undefined ? [] : [insertDirective(text, body.range[0])];
}

/** The statement that exports a class is where its comments stand. */
function outermost(node: Node | null | undefined): Node | null | undefined {
  return node?.parent?.type.startsWith('Export') === true ? node.parent : node;
}

function tagBefore(node: Node | null | undefined): Edit[] {
  const start = node?.range?.[0];
  return start === undefined ? [] : [insertTag(start)];
}
