import { types as t } from '@babel/core';

/**
 * Whether the child under `key` belongs to the same activation as the node itself, so that `this`, `yield` and `await` mean
 * the same in it. Of functions, fields and static blocks, it is the keys and decorators, which are evaluated where those stand.
 */
export function staysInActivation(node: t.Node, key: string): boolean {
  return !hasOwnActivation(node) || isEvaluatedInPlace(key);
}

/** Whether what is under `key` of a function or field is evaluated where that stands, and not when it is called. */
export function isEvaluatedInPlace(key: string): boolean {
  return key === 'key' || key === 'decorators';
}

function hasOwnActivation(node: t.Node): boolean {
  return t.isFunction(node) || isField(node) || t.isStaticBlock(node) || t.isTSModuleBlock(node);
}

export function isField(node: t.Node): node is t.ClassProperty | t.ClassPrivateProperty | t.ClassAccessorProperty {
  return t.isClassProperty(node) || t.isClassPrivateProperty(node) || t.isClassAccessorProperty(node);
}
