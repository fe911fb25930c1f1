import { types as t } from '@babel/core';
import { eachChild } from '../../syntax/children.ts';
import { put } from '../../syntax/put.ts';

/**
 * Makes an expression of a class declaration: `class C {}   =>   let C = class C {}`. A class declaration is a `let` by
 * another name.
 */
export function declareAsVariable(node: t.Class, program: t.Program): void {
  if (!t.isClassDeclaration(node)) return;
  const visit = (parent: t.Node, key: string, child: t.Node, grandparent: t.Node): void => {
    if (child === node) replace(node, parent, key, grandparent);
    else eachChild(child, (inner, innerKey) => visit(child, innerKey, inner, parent));
  };
  eachChild(program, (child, key) => visit(program, key, child, program));
}

function replace(node: t.ClassDeclaration, parent: t.Node, key: string, grandparent: t.Node): void {
  const { id } = node;
  node.abstract = null;
  const value = t.toExpression(node);
  if (!id) return;
  const variable = t.variableDeclaration('let', [t.variableDeclarator(t.identifier(id.name), value)]);
  variable.leadingComments = node.leadingComments ?? null;
  node.leadingComments = null;
  if (!t.isExportDefaultDeclaration(parent)) return put(parent, key, node, variable);
  const specifier = t.exportSpecifier(t.identifier(id.name), t.identifier('default'));
  put(grandparent, 'body', parent, variable, t.exportNamedDeclaration(null, [specifier]));
}
