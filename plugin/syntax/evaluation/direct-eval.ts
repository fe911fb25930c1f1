import { types as t } from '@babel/core';
import { unwrap } from '../children.ts';

/** Also where `eval` is a variable: its value may be the real one. */
export function isDirectEval(node: t.Node): boolean {
  return t.isCallExpression(node) && t.isIdentifier(unwrap(node.callee), { name: 'eval' });
}
