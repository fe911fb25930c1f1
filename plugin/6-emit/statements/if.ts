import { types as t } from '@babel/core';
import type { FunctionContext } from '../context/function-context.ts';
import { emitIf } from '../expressions/branches.ts';
import { lift } from '../context/dispatch.ts';
import { unwrap } from '../../syntax/children.ts';
import { emitStatements, emitScope } from './blocks.ts';

export function emitIfStatement({ test, consequent, alternate }: t.IfStatement, ctx: FunctionContext): void {
  if (!alternate) return emitCondition(test, ctx, () => addBody(consequent, ctx));
  const value = lift(test, ctx);
  emitIf(
    value,
    ctx,
    () => addBody(consequent, ctx),
    () => (t.isIfStatement(alternate) && ctx.yields(alternate) ? emitElseIf(alternate, ctx) : addBody(alternate, ctx)),
  );
}

/** The next link of a chain, which may have a thousand of them: with as few calls on the stack as possible. */
export function emitElseIf(node: t.IfStatement, ctx: FunctionContext): void {
  ctx.sequence.begin(node);
  emitIfStatement(node, ctx);
}

/** `if (a && f()) ...`   =>   `if (a) { if (f()) ... }` */
export function emitCondition(test: t.Expression, ctx: FunctionContext, then: () => void): void {
  const node = unwrap(test) as t.Expression;
  if (!t.isLogicalExpression(node, { operator: '&&' }) || !ctx.yields(node.right))
    return emitIf(lift(test, ctx), ctx, then);
  emitCondition(node.left, ctx, () => emitCondition(node.right, ctx, then));
}

export function addBody(node: t.Statement, ctx: FunctionContext): void {
  if (t.isBlockStatement(node) && ctx.yields(node)) return emitInScope(node, ctx);
  if (t.isBlockStatement(node) && !hasLexical(node)) emitStatements(node.body, ctx);
  else emitStatements([node], ctx);
}

/** A block whose braces the enclosing statement already has. */
export function emitInScope(node: t.BlockStatement, ctx: FunctionContext): void {
  const statements = emitScope(node, ctx, () => emitStatements(node.body, ctx));
  for (const statement of statements) ctx.sequence.always(statement);
}

export function hasLexical(node: t.BlockStatement): boolean {
  return node.body.some((statement) => t.isDeclaration(statement));
}
