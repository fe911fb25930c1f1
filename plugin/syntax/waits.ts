import { types as t } from '@babel/core';
import { staysInActivation } from './activations.ts';
import { eachChild } from './children.ts';

/** Whether `yield` or `await` of the function around is in a node, which can therefore not be in another function. */
export function waits(node: t.Node): boolean {
  let found: boolean = t.isYieldExpression(node) || t.isAwaitExpression(node);
  eachChild(node, (child, key) => {
    found ||= staysInActivation(node, key) && waits(child);
  });
  return found;
}
