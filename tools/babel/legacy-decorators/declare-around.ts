import { types as t, type NodePath } from '@babel/core';

/** Declares a variable with a new name in the function or module around a class. */
export function declareAround({ parentPath, scope }: NodePath<t.Class>, name: string): string {
  const unique = scope.generateUid(name);
  const around = parentPath.scope.getFunctionParent() ?? parentPath.scope.getProgramParent();
  around.push({ id: t.identifier(unique) });
  return unique;
}
