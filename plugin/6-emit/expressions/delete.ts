import { types as t } from '@babel/core';
import { unwrap } from '../../syntax/children.ts';
import { sequence } from '../../syntax/build.ts';
import type { FunctionContext } from '../context/function-context.ts';

type Emit = (argument: t.Expression, ctx: FunctionContext) => t.Expression;

/**
 * `delete` of anything but an optional chain. What was no property must not become one, nor what was a value a variable:
 * variables are not deleted (`delete x` is false), and of other expressions only the effects matter (it is true).
 */
export function emitDelete(node: t.UnaryExpression, ctx: FunctionContext, emit: Emit): t.Expression {
  const origin = unwrap(node.argument);
  if (t.isIdentifier(origin)) {
    const binding = ctx.program.analysis.refOf.get(origin)?.binding;
    if (binding?.storage === 'boxed') return t.booleanLiteral(false);
  }
  const wasReference = isReference(origin);
  node.argument = emit(node.argument, ctx);
  return wasReference || !isReference(node.argument) ? node : sequence(node.argument, t.booleanLiteral(true));
}

function isReference(node: t.Node): boolean {
  return t.isIdentifier(node) || t.isMemberExpression(node) || t.isOptionalMemberExpression(node);
}
