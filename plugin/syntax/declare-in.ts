import { types as t } from '@babel/core';

/** Declares variables in the body of a function, which may become a block. */
export function declareIn(owner: t.Function, names: readonly string[]): void {
  if (names.length === 0) return;
  if (!t.isBlockStatement(owner.body)) owner.body = t.blockStatement([t.returnStatement(owner.body)]);
  const declarators = names.map((name) => t.variableDeclarator(t.identifier(name)));
  owner.body.body.unshift(t.variableDeclaration('var', declarators));
}
