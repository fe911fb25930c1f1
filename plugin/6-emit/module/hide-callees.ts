import { types as t } from '@babel/core';

/**
 * Calls in the output have the names of their callees in a source map, after which Jest and Node name frames. Those of variables
 * and helpers that are not in the source are left out: `callee`, `spread`.
 */
export function hideCallees(program: t.Program): void {
  t.traverseFast(program, (node) => {
    if (node.type === 'CallExpression' || node.type === 'NewExpression') hideCallee(node);
  });
}

function hideCallee({ callee, loc }: t.CallExpression | t.NewExpression): void {
  if (callee.type !== 'Identifier' || callee.loc || !loc) return;
  callee.loc = { ...loc, end: loc.start, identifierName: '' };
}
