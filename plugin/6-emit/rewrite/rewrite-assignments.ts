import { types as t } from '@babel/core';
import { isParenthesized } from '../../syntax/children.ts';
import { callOf, id, member, sequence, str, unnamed } from '../../syntax/build.ts';
import { lostItsName } from '../../syntax/naming.ts';
import type { FunctionContext } from '../state/context.ts';
import { emitAddition } from '../classes/moved-fields.ts';
import { privateTarget } from '../classes/private-targets.ts';
import { named, namedByKey } from '../expressions/naming.ts';
import { heldBefore, needsCheck, rewriteTarget } from '../functions/references.ts';
import { rewriteExpression, rewriteNode, rewriteChildren } from './rewrite.ts';

export function rewriteAssignment(node: t.AssignmentExpression, ctx: FunctionContext): t.Expression {
  const addition = emitAddition(node, ctx);
  if (addition !== null) return addition;
  const origin = node.right;
  node.right = rewriteExpression(node.right, ctx);
  if (!t.isIdentifier(node.left)) {
    node.left = rewritePattern(node.left, ctx) as t.LVal;
    return node;
  }
  return finishAssignment(node, node.left, origin, ctx);
}

/** Replaces the target of an assignment to a variable; the right side has been rewritten. */
export function finishAssignment(
  node: t.AssignmentExpression,
  target: t.Identifier,
  origin: t.Node,
  ctx: FunctionContext,
): t.Expression {
  const storage = rewriteTarget(target, ctx);
  node.left = storage;
  node.right = isParenthesized(target) ? unnamed(node.right) : named(origin, node.right, storage, ctx);
  if (!needsCheck(target, ctx)) return node;
  const check = callOf(ctx.helper('tdz'), heldBefore(target, storage, ctx), str(target.name));
  if (node.operator !== '=') return sequence(check, node);
  node.right = callOf(ctx.helper('late'), node.right, heldBefore(target, storage, ctx), str(target.name));
  return node;
}

export function rewriteUpdate(node: t.UpdateExpression, ctx: FunctionContext): t.Expression {
  const { argument } = node;
  if (!t.isIdentifier(argument)) {
    rewriteChildren(node, ctx);
    return node;
  }
  const storage = rewriteTarget(argument, ctx);
  node.argument = storage;
  if (!needsCheck(argument, ctx)) return node;
  return sequence(callOf(ctx.helper('tdz'), heldBefore(argument, storage, ctx), str(argument.name)), node);
}

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
function checkedTarget(node: t.Identifier, ctx: FunctionContext): t.Expression {
  const storage = rewriteTarget(node, ctx);
  const value = id(ctx.program.unique('value'));
  const store = t.arrowFunctionExpression([value], t.assignmentExpression('=', storage, t.cloneNode(value)));
  return member(callOf(ctx.helper('lateTarget'), heldBefore(node, storage, ctx), str(node.name), store), 'value');
}

function rewritePatternProperty(property: t.ObjectProperty | t.RestElement, ctx: FunctionContext): void {
  if (t.isRestElement(property)) {
    rewritePattern(property, ctx);
    return;
  }
  if (property.computed) property.key = rewriteExpression(property.key as t.Expression, ctx);
  const value = rewritePattern(property.value, ctx);
  unshorthand(property, value);
}

export function rewriteProperty(node: t.ObjectProperty, ctx: FunctionContext): t.Node {
  if (node.computed) node.key = rewriteExpression(node.key as t.Expression, ctx);
  const origin = node.value;
  const value = t.isPattern(origin) ? rewritePattern(origin, ctx) : rewriteNode(origin, ctx);
  unshorthand(node, value);
  return node.computed && lostItsName(origin, value) ? namedByKey(node, ctx) : node;
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
