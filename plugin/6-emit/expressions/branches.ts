import { types as t } from '@babel/core';
import { unwrap } from '../../syntax/children.ts';
import { and, assign, atMost, block, branch, choose, not, run, unnamed } from '../../syntax/build.ts';
import type { FunctionContext } from '../context/function-context.ts';
import { lift, rewriteExpression } from '../context/dispatch.ts';

/** Evaluates an expression for its effects only. */
export function emitEffect(expression: t.Expression, ctx: FunctionContext): void {
  const node = ctx.yields(expression) ? (unwrap(expression) as t.Expression) : expression;
  if (t.isLogicalExpression(node) && ctx.yields(node.right)) {
    const { operator, left, right } = node;
    return emitIf(continues(operator, lift(left, ctx)), ctx, () => emitEffect(right, ctx));
  }
  if (branches(node, ctx)) return emitBranches(node, ctx, (way) => emitEffect(way, ctx));
  const value = lift(node, ctx);
  // Reading a variable of an outer function may throw.
  if (!isOwn(value, ctx)) ctx.add(run(value));
}

/** A variable of the activation, which can be read at any time. */
export function isOwn(value: t.Expression, ctx: FunctionContext): value is t.Identifier {
  return t.isIdentifier(value) && (ctx.saved.has(value.name) || ctx.registers.includes(value.name));
}

/** Hands what is left of an expression to `use`: of a conditional one, in each branch. */
export function liftInto(node: t.Expression, ctx: FunctionContext, use: (value: t.Expression) => void): void {
  const inner = unwrap(node) as t.Expression;
  if (!branches(inner, ctx)) return use(lift(node, ctx));
  emitBranches(inner, ctx, (way) => liftInto(way, ctx, (value) => use(unnamed(value))));
}

/** `a ? f() : b`, with yield points behind the test. */
export function branches(node: t.Expression, ctx: FunctionContext): node is t.ConditionalExpression {
  return t.isConditionalExpression(node) && (ctx.yields(node.consequent) || ctx.yields(node.alternate));
}

export function emitBranches(
  { test, consequent, alternate }: t.ConditionalExpression,
  ctx: FunctionContext,
  emit: (way: t.Expression) => void,
): void {
  emitIf(
    lift(test, ctx),
    ctx,
    () => emit(consequent),
    () => emit(alternate),
  );
}

/** `a && b`: an `if` around the yield points of `b`. */
export function liftLogical(node: t.LogicalExpression, ctx: FunctionContext): t.Expression {
  if (!ctx.yields(node.right)) {
    node.left = lift(node.left, ctx);
    node.right = rewriteExpression(node.right, ctx);
    return node;
  }
  const result = ctx.temporary();
  ctx.add(assign(result, unnamed(lift(node.left, ctx))));
  emitIf(continues(node.operator, t.cloneNode(result)), ctx, () =>
    ctx.add(assign(t.cloneNode(result), unnamed(lift(node.right, ctx)))),
  );
  return t.cloneNode(result);
}

/** Whether the right operand is evaluated, given the left one. */
export function continues(operator: string, left: t.Expression): t.Expression {
  if (operator.startsWith('&&')) return left;
  if (operator.startsWith('||')) return not(left);
  return t.binaryExpression('==', left, t.nullLiteral());
}

export function liftConditional(node: t.ConditionalExpression, ctx: FunctionContext): t.Expression {
  if (!ctx.yields(node.consequent) && !ctx.yields(node.alternate)) {
    node.test = lift(node.test, ctx);
    node.consequent = rewriteExpression(node.consequent, ctx);
    node.alternate = rewriteExpression(node.alternate, ctx);
    return node;
  }
  const result = ctx.temporary();
  liftInto(node, ctx, (value) => ctx.add(assign(t.cloneNode(result), value)));
  return t.cloneNode(result);
}

/**
 * An `if` whose branches may contain yield points: re-entry takes the branch in which its yield point is.
 *
 *     if (pc ? pc <= 3 : test) { ...1 to 3... } else { ...4... }
 */
export function emitIf(
  test: t.Expression,
  ctx: FunctionContext,
  then: () => void,
  otherwise: (() => void) | null = null,
): void {
  const before = ctx.lastYieldPoint;
  const yes = ctx.inSequence(then);
  const between = ctx.lastYieldPoint;
  const no = otherwise === null ? [] : ctx.inSequence(otherwise);
  const after = ctx.lastYieldPoint;
  const alternate = no.length === 0 ? null : elseBranch(no);
  if (after === before) {
    ctx.add(branch(test, block(yes), alternate));
    return;
  }
  const condition =
    between > before ? choose(ctx.isReentry(), atMost(ctx.pc, between), test) : and(ctx.isNormal(), test);
  ctx.compound(branch(condition, block(yes), alternate), no.length === 0);
}

function elseBranch(statements: t.Statement[]): t.Statement {
  const [only] = statements;
  return statements.length === 1 && only !== undefined && t.isIfStatement(only) ? only : block(statements);
}
