import { types as t } from '@babel/core';
import { eachChild } from '../../syntax/children.ts';

/** The names of the methods that a program defines: in classes, in literals, by assignment. */
export function findDefinedMethods(root: t.Node): ReadonlySet<string> {
  const names = new Set<string>();
  const visit = (node: t.Node): void => {
    const key = keyOf(node);
    if (t.isIdentifier(key)) names.add(key.name);
    eachChild(node, visit);
  };
  visit(root);
  return names;
}

function keyOf(node: t.Node): t.Node | null {
  switch (node.type) {
    case 'ClassMethod':
    case 'ObjectMethod':
      return node.computed ? null : node.key;
    case 'ObjectProperty':
      return node.computed || !t.isFunction(node.value) ? null : node.key;
    case 'AssignmentExpression':
      return t.isFunction(node.right) && t.isMemberExpression(node.left) ? propertyOf(node.left) : null;
    default:
      return null;
  }
}

function propertyOf({ property, computed }: t.MemberExpression): t.Node | null {
  return computed ? null : property;
}
