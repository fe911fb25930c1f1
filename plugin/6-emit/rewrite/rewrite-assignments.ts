import { types as t } from '@babel/core';
import { isParenthesized } from '../../syntax/children.ts';
import { callOf, sequence, str, unnamed } from '../../syntax/build.ts';
import { lostItsName } from '../../syntax/names/naming.ts';
import type { FunctionContext } from '../context/function-context.ts';
import { emitAddition } from '../classes/fields-method.ts';
import { named, namedByKey } from '../values/naming.ts';
import { originOf, takenApart } from '../values/origins.ts';
import { heldBefore, needsCheck, rewriteTarget } from '../variables/references.ts';
import { rewriteExpression, rewriteNode } from '../context/dispatch.ts';
import { rewriteChildren } from './children.ts';
import { rewritePattern, unshorthand } from './rewrite-patterns.ts';

export function rewriteAssignment(node: t.AssignmentExpression, ctx: FunctionContext): t.Expression {
  const addition = emitAddition(node, ctx);
  if (addition !== null) return addition;
  const origin = node.right;
  const source = originOf(origin);
  node.right = rewriteExpression(node.right, ctx);
  if (!t.isIdentifier(node.left)) {
    node.right = takenApart(node.left, node.right, source, ctx);
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

export function rewriteProperty(node: t.ObjectProperty, ctx: FunctionContext): t.Node {
  if (node.computed) node.key = rewriteExpression(node.key as t.Expression, ctx);
  const origin = node.value;
  const value = t.isPattern(origin) ? rewritePattern(origin, ctx) : rewriteNode(origin, ctx);
  unshorthand(node, value);
  return node.computed && lostItsName(origin, value) ? namedByKey(node, ctx) : node;
}
