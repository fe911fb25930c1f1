import type { types as t } from '@babel/core';
import { eachChild } from './children.ts';

/** The node of the source, as far as it is still in the program, that has the most nodes around it. */
export function deepestNode(program: t.Program): t.Node {
  let deepest: t.Node = program;
  let nodes: t.Node[] = [program];
  const seen = new Set<t.Node>();
  // Level by level, since there may be no stack for a recursion.
  while (nodes.length > 0) {
    const inner: t.Node[] = [];
    for (const node of nodes) {
      eachChild(node, (child) => {
        if (!seen.has(child)) inner.push(child);
        seen.add(child);
      });
    }
    deepest = inner.find(({ loc }) => loc) ?? deepest;
    nodes = inner;
  }
  return deepest;
}
