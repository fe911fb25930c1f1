import { types as t } from '@babel/core';
import type { FunctionContext } from '../context/function-context.ts';
import { named } from '../values/naming.ts';
import { rewriteTarget } from '../variables/references.ts';
import { rewritePattern } from './rewrite-patterns.ts';

/** `target = value`, as an initialization; `origin` is the value as the source has it. */
export function initialize(target: t.LVal, origin: t.Node, value: t.Expression, ctx: FunctionContext): t.Expression {
  if (!t.isIdentifier(target)) return t.assignmentExpression('=', rewritePattern(target, ctx) as t.Identifier, value);
  const storage = rewriteTarget(target, ctx);
  return t.assignmentExpression('=', storage, named(origin, value, storage, ctx));
}
