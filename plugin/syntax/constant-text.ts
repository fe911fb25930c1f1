import { types as t } from '@babel/core';

/** The text that an expression is, such as the key of `o["key"]`; null if it is none, or depends on something. */
export function constantText(node: t.Node): string | null {
  if (t.isStringLiteral(node)) return node.value;
  const [only] = t.isTemplateLiteral(node) && node.expressions.length === 0 ? node.quasis : [];
  return only?.value.cooked ?? null;
}
