import { types as t } from '@babel/core';
import { childrenOf, isTypeWrapper, keysOf } from '../../syntax/children.ts';
import { listNodes, type NodeList } from '../../syntax/node-list.ts';
import { put } from '../../syntax/put.ts';

/**
 * Takes off expressions what wraps them for the type checker only. What is assigned to `x!` is assigned to `x`, and the function in
 * `const f = (() => 1) as Handler` is called `f`.
 *
 *     (o.count as number) += 1   =>   o.count += 1
 *
 * Input: the nodes of the program as it was parsed. Output: the nodes of the program without such wrappers.
 */
export function removeTypeWrappers(program: t.Program, parsed: NodeList): NodeList {
  if (!parsed.nodes.some(isTypeWrapper)) return parsed;
  // References have been patched meanwhile.
  const { nodes, parents } = listNodes(program);
  for (const [place, node] of nodes.entries()) {
    const parent = nodes[parents[place] ?? -1];
    // A wrapper in a wrapper goes with that.
    if (parent === undefined || !isTypeWrapper(node) || isTypeWrapper(parent)) continue;
    put(parent, keyOf(parent, node), node, wrappedIn(node));
  }
  return listNodes(program);
}

function keyOf(parent: t.Node, child: t.Node): string {
  const fields = childrenOf(parent);
  const holds = (key: string): boolean => {
    const field = fields[key];
    return Array.isArray(field) ? field.includes(child) : field === child;
  };
  return keysOf(parent).find(holds) ?? '';
}

/** The comments around a wrapper may be tags, or be meant for whoever reads the output. */
function wrappedIn(wrapper: t.Node): t.Node {
  let node = wrapper;
  while (isTypeWrapper(node)) {
    t.inheritsComments(node.expression, node);
    node = node.expression;
  }
  return node;
}
