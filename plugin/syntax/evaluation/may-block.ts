import { types as t } from '@babel/core';
import { isEvaluatedInPlace, isField } from './activations.ts';
import { eachChild } from '../children.ts';

/** Whether evaluating a node makes a call that is not known to be pure. */
export function mayBlock(node: t.Node, isPure: (call: t.Node) => boolean): boolean {
  const isCall = t.isCallExpression(node) || t.isNewExpression(node) || t.isOptionalCallExpression(node);
  if ((isCall && !isPure(node)) || t.isTaggedTemplateExpression(node)) return true;
  let found = false;
  eachChild(node, (child, key) => {
    found ||= isEvaluated(node, key) && mayBlock(child, isPure);
  });
  return found;
}

/** Of functions and fields of instances, only computed keys are evaluated where they stand; decorators are. */
function isEvaluated(node: t.Node, key: string): boolean {
  return (!t.isFunction(node) && !(isField(node) && !node.static)) || isEvaluatedInPlace(key);
}
