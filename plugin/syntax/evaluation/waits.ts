import type { types as t } from '@babel/core';
import { staysInActivation } from './activations.ts';
import { eachChild } from '../children.ts';

/** Whether `yield` or `await` of the function around is in a node, which can therefore not be in another function. */
export function waits(node: t.Node): boolean {
  return findWaiting(node, 'YieldExpression') !== null || findWaiting(node, 'AwaitExpression') !== null;
}

/** The first `yield` or `await` of the function around in a node. */
export function findWaiting(node: t.Node, type: 'YieldExpression' | 'AwaitExpression'): t.Node | null {
  if (node.type === type) return node;
  let found: t.Node | null = null;
  eachChild(node, (child, key) => {
    if (staysInActivation(node, key)) found ??= findWaiting(child, type);
  });
  return found;
}
