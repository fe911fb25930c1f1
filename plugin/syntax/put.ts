import type { types as t } from '@babel/core';

/** Puts something else in the place that `node` has under `key` of its parent; in a list, several as well. */
export function put(parent: t.Node, key: string, node: t.Node, ...values: t.Node[]): void {
  const fields = parent as unknown as Record<string, t.Node | t.Node[]>;
  const field = fields[key];
  if (Array.isArray(field)) field.splice(field.indexOf(node), 1, ...values);
  else fields[key] = values[0] as t.Node;
}
