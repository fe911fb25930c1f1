import { types as t } from '@babel/core';

/** Whether a value that is written like this may be a promise. */
export function mayBePromise(node: t.Expression | null | undefined): boolean {
  if (!node || t.isLiteral(node) || t.isFunction(node) || t.isClass(node)) return false;
  if (t.isObjectExpression(node) || t.isArrayExpression(node)) return false;
  return !t.isBinaryExpression(node) && !t.isUnaryExpression(node) && !t.isUpdateExpression(node);
}
