import { types as t } from '@babel/core';
import { isEvaluatedInPlace, isField } from './activations.ts';
import { eachChild } from '../children.ts';

/**
 * Whether evaluating a node makes a call that is not known to be pure, or disposes of a resource at its end.
 *
 * @param iterates what else counts
 */
export function mayBlock(
  node: t.Node,
  isPure: (call: t.Node) => boolean,
  iterates: (node: t.Node) => boolean = () => false,
): boolean {
  if (isUsing(node) || iterates(node)) return true;
  const isCall = t.isCallExpression(node) || t.isNewExpression(node) || t.isOptionalCallExpression(node);
  if ((isCall && !isPure(node)) || t.isTaggedTemplateExpression(node)) return true;
  let found = false;
  eachChild(node, (child, key) => {
    found ||= isEvaluated(node, key) && mayBlock(child, isPure, iterates);
  });
  return found;
}

/** Whether a node declares resources, which are disposed of. */
export function isUsing(
  node: t.Node | null | undefined,
): node is t.VariableDeclaration & { kind: 'using' | 'await using' } {
  return node?.type === 'VariableDeclaration' && (node.kind === 'using' || node.kind === 'await using');
}

/** Of functions and fields of instances, only computed keys are evaluated where they stand; decorators are. */
function isEvaluated(node: t.Node, key: string): boolean {
  return (!t.isFunction(node) && !(isField(node) && !node.static)) || isEvaluatedInPlace(key);
}
