import type { types as t } from '@babel/core';
import { childrenOf, keysOf } from '../syntax/children.ts';
import { placesOf, type NodeList } from '../syntax/node-list.ts';
import { isCounter } from './coverage.ts';
import { isTag } from './tags.ts';

/** Tools for coverage put their counters between a tag and what it stands before: the tag goes on to that. */
export function passTagsOn(list: NodeList): void {
  const { nodes, parents } = list;
  for (const place of placesOf(list, 'UpdateExpression')) {
    const counter = nodes[place] as t.Node;
    if (!isCounter(counter)) continue;
    const parent = parents[place] as number;
    passTags(counter, nodes[parent] as t.Node);
    if (nodes[parent]?.type === 'ExpressionStatement')
      passTags(nodes[parent], nodes[parents[parent] as number] as t.Node);
  }
}

function passTags(from: t.Node, parent: t.Node): void {
  const comments = from.leadingComments ?? [];
  if (!comments.some(isTag)) return;
  const to = nextIn(parent, from);
  if (to === undefined) return;
  from.leadingComments = comments.filter((comment) => !isTag(comment));
  to.leadingComments = [...comments.filter(isTag), ...(to.leadingComments ?? [])];
}

/** What stands behind a node in a list of its parent. */
function nextIn(parent: t.Node, node: t.Node): t.Node | undefined {
  const fields = childrenOf(parent);
  const list = keysOf(parent)
    .map((key) => fields[key])
    .find((field) => Array.isArray(field) && field.includes(node));
  return Array.isArray(list) ? (list[list.indexOf(node) + 1] ?? undefined) : undefined;
}
