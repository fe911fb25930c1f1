import { types as t } from '@babel/core';
import { callOf } from './build.ts';
import type { FunctionContext } from './context.ts';

/** `f.bind(x)` where nothing can suspend, as at the top level: compiled code that calls the result must know `f`. */
export function noteBinding(node: t.CallExpression, ctx: FunctionContext): t.CallExpression {
  const { callee } = node;
  if (isBind(callee) && !t.isSuper(callee.object)) node.callee = callOf(ctx.helper('binder'), callee.object);
  return node;
}

/** `f?.bind(x)   =>   binderIfAny(f)?.(x)`, and `f.bind?.(x)   =>   binder(f, true)?.(x)` */
export function noteOptionalBinding(node: t.OptionalCallExpression, ctx: FunctionContext): t.OptionalCallExpression {
  const { callee, optional } = node;
  if (!isBind(callee) || t.isSuper(callee.object)) return node;
  const mayEndBefore = callee.optional === true;
  // Where the chain may end further left, there is no place for a call.
  if (!mayEndBefore && t.isOptionalMemberExpression(callee) && isInChain(callee.object)) return node;
  const flag = optional ? [t.booleanLiteral(true)] : [];
  node.callee = callOf(ctx.helper(mayEndBefore ? 'binderIfAny' : 'binder'), callee.object, ...flag);
  node.optional = true;
  return node;
}

function isInChain(node: t.Node): boolean {
  return t.isOptionalMemberExpression(node) || t.isOptionalCallExpression(node);
}

function isBind(callee: t.Node): callee is t.MemberExpression | t.OptionalMemberExpression {
  if (!t.isMemberExpression(callee) && !t.isOptionalMemberExpression(callee)) return false;
  return !callee.computed && t.isIdentifier(callee.property, { name: 'bind' });
}
