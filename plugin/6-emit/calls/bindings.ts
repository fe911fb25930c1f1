import { types as t } from '@babel/core';
import { callOf } from '../../syntax/build.ts';
import type { FunctionContext } from '../context/function-context.ts';

/** What makes functions that compiled code can be suspended in, and what does so where nothing can suspend itself. */
const HELPERS: Readonly<Record<string, string>> = { bind: 'binder', snapshot: 'snapshotter' };

/** `f.bind(x)` where nothing can suspend, as at the top level: compiled code that calls the result must know `f`. */
export function noteBinding(node: t.CallExpression, ctx: FunctionContext): t.CallExpression {
  const { callee } = node;
  if (!t.isMemberExpression(callee) || callee.computed || t.isSuper(callee.object)) return node;
  const { name } = callee.property as t.Identifier;
  const helper = Object.hasOwn(HELPERS, name) ? HELPERS[name] : undefined;
  if (helper !== undefined) node.callee = callOf(ctx.helper(helper), callee.object);
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
