import { types as t } from '@babel/core';
import { isParenthesized } from '../../syntax/children.ts';
import { callOf, id, member, str, unnamed } from '../../syntax/build.ts';
import type { FunctionContext } from '../context/function-context.ts';
import { privateTarget } from './private-targets.ts';
import { named } from '../values/naming.ts';
import { heldBefore, needsCheck, rewriteTarget } from '../variables/references.ts';
import { rewriteExpression, rewriteNode } from '../context/dispatch.ts';

/** A pattern that is assigned: targets, defaults and computed keys. */
export function rewritePattern(node: t.Node, ctx: FunctionContext): t.Node {
  switch (node.type) {
    case 'Identifier':
      return needsCheck(node, ctx) ? checkedTarget(node, ctx) : rewriteTarget(node, ctx);
    case 'AssignmentPattern': {
      const origin = node.right;
      const isNameless = isParenthesized(node.left);
      node.right = rewriteExpression(node.right, ctx);
      node.left = rewritePattern(node.left, ctx) as typeof node.left;
      if (isNameless) node.right = unnamed(node.right);
      else if (t.isIdentifier(node.left) || t.isMemberExpression(node.left))
        node.right = named(origin, node.right, node.left, ctx);
      return node;
    }
    case 'RestElement':
      node.argument = rewritePattern(node.argument, ctx) as typeof node.argument;
      return node;
    case 'ArrayPattern':
      node.elements = node.elements.map((element) =>
        element === null ? null : rewritePattern(element, ctx),
      ) as typeof node.elements;
      return node;
    case 'ObjectPattern':
      for (const property of node.properties) rewritePatternProperty(property, ctx);
      return node;
    case 'CallExpression':
      return rewriteNode(privateTarget(node, ctx), ctx);
    default:
      return rewriteNode(node, ctx);
  }
}

/** A variable that may be in its dead zone, assigned by a pattern: `lateTarget(x, "x", (v) => x = v).value` */
export function checkedTarget(node: t.Identifier, ctx: FunctionContext): t.Expression {
  const storage = rewriteTarget(node, ctx);
  const value = id(ctx.program.unique('value'));
  const store = t.arrowFunctionExpression([value], t.assignmentExpression('=', storage, t.cloneNode(value)));
  return member(callOf(ctx.helper('lateTarget'), heldBefore(node, storage, ctx), str(node.name), store), 'value');
}

export function rewritePatternProperty(property: t.ObjectProperty | t.RestElement, ctx: FunctionContext): void {
  if (t.isRestElement(property)) {
    rewritePattern(property, ctx);
    return;
  }
  if (property.computed) property.key = rewriteExpression(property.key as t.Expression, ctx);
  const value = rewritePattern(property.value, ctx);
  unshorthand(property, value);
}

/** Written out, `{ __proto__ }` would set the prototype: it becomes `{ ['__proto__']: __proto__ }`. */
export function unshorthand(property: t.ObjectProperty, value: t.Node): void {
  if (property.shorthand && value !== property.value) {
    property.shorthand = false;
    if (t.isIdentifier(property.key, { name: '__proto__' })) {
      property.key = str('__proto__');
      property.computed = true;
    }
  }
  property.value = value as typeof property.value;
}
