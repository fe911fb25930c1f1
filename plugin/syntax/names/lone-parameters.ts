import type { types as t } from '@babel/core';
import { nodesOf, type NodeList } from '../node-list.ts';

/** Hides the names of the parameters with which arrows begin, compiled or not. */
export function hideLoneParameters(parsed: NodeList): void {
  for (const arrow of nodesOf(parsed, 'ArrowFunctionExpression')) hideLoneParameter(arrow);
}

/**
 * Where an arrow begins with its parameter, a source map has the name of that there, and Node calls the function by what it finds where
 * one begins: `at x` for `const f = (x) => ...`. Without a name there, the function keeps its own.
 */
export function hideLoneParameter(node: t.Function): void {
  const [param] = node.params;
  if (node.type !== 'ArrowFunctionExpression' || node.params.length !== 1 || param?.type !== 'Identifier') return;
  const loc = param.loc ?? node.loc;
  if (loc) param.loc = { ...loc, identifierName: '' };
}
