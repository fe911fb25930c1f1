import { types as t, type NodePath } from '@babel/core';
import { redirectSelfReferences } from './self-references.ts';

/**
 * Puts what decorates a class and its members behind it.
 *
 * @param name of the variable that holds the class
 * @param members what decorates the members
 * @param decorated what the decorators of the class make of it; null if it has none
 */
export function replaceClass(
  owner: NodePath<t.Class>,
  name: string,
  members: readonly t.Expression[],
  decorated: t.Expression | null,
): void {
  if (owner.isClassExpression()) replaceExpression(owner, name, members, decorated);
  else if (decorated === null) insertAfter(owner as NodePath<t.ClassDeclaration>, name, members);
  else replaceDeclaration(owner as NodePath<t.ClassDeclaration>, name, members, decorated);
}

function replaceExpression(
  owner: NodePath<t.ClassExpression>,
  name: string,
  members: readonly t.Expression[],
  decorated: t.Expression | null,
): void {
  const assigned = t.assignmentExpression('=', t.identifier(name), owner.node);
  owner.replaceWith(t.sequenceExpression([assigned, ...members, decorated ?? t.identifier(name)]));
}

function insertAfter(owner: NodePath<t.ClassDeclaration>, name: string, members: readonly t.Expression[]): void {
  const { node, parentPath } = owner;
  node.id ??= t.identifier(name);
  const place = parentPath.isExportDeclaration() ? parentPath : owner;
  place.insertAfter(members.map((member) => t.expressionStatement(member)));
}

/** A variable takes the place of the declaration, since the decorators may make something else of the class. */
function replaceDeclaration(
  owner: NodePath<t.ClassDeclaration>,
  name: string,
  members: readonly t.Expression[],
  decorated: t.Expression,
): void {
  const { node, parentPath: parent } = owner;
  const alias = redirectSelfReferences(owner);
  const assign = (variable: string | null, value: t.Expression): t.Expression =>
    variable === null ? value : t.assignmentExpression('=', t.identifier(variable), value);
  const value = assign(alias, t.toExpression(node));
  const declaration = t.variableDeclaration('let', [t.variableDeclarator(t.identifier(name), value)]);
  const isInNamespace = parent.parentPath?.isTSModuleBlock() === true;
  const isExported = parent.isExportNamedDeclaration();
  const statements: t.Statement[] = [
    isExported && isInNamespace ? t.exportNamedDeclaration(declaration) : declaration,
    ...members.map((member) => t.expressionStatement(member)),
    t.expressionStatement(assign(name, assign(alias, decorated))),
  ];
  if (isExported && !isInNamespace) {
    statements.push(t.exportNamedDeclaration(null, [t.exportSpecifier(t.identifier(name), t.identifier(name))]));
  }
  if (parent.isExportDefaultDeclaration()) statements.push(t.exportDefaultDeclaration(t.identifier(name)));
  (parent.isExportDeclaration() ? parent : owner).replaceWithMultiple(statements);
}
