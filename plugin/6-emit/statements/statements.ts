import { types as t } from '@babel/core';
import { at, block, run, undef } from '../../syntax/build.ts';
import { collectorOf } from '../../3-analyze/yield-points/collecting-calls.ts';
import { emitTailCall } from '../calls/calls.ts';
import type { FunctionContext } from '../state/context.ts';
import { branches, continues, emitBranches, emitEffect, emitIf, isOwn, liftInto } from '../expressions/branches.ts';
import { emitDisposing, isUsing, resource } from './disposal.ts';
import { emitNativeVariables } from '../generators/native-variables.ts';
import { keep, lift, reference } from '../expressions/expressions.ts';
import { emitForOf, nameOf } from './iteration.ts';
import { emitDoWhile, emitFor, emitForIn, emitWhile, withLabels } from './loops.ts';
import { emitPattern } from '../expressions/patterns.ts';
import { initialize, rewriteStatement } from '../rewrite/rewrite-statements.ts';
import { movedScope, openBox, scopeEntry, withPrelude } from '../functions/scopes.ts';
import { emitSwitch } from './switch.ts';
import { emitTry } from './try.ts';
import { emitClassDeclaration } from '../classes/classes.ts';
import { unwrap } from '../../syntax/children.ts';

export function emitStatements(statements: readonly t.Statement[], ctx: FunctionContext): void {
  const using = statements.find(isUsing);
  if (using !== undefined) emitDisposing(using, ctx, () => emitEach(statements, ctx));
  else emitEach(statements, ctx);
}

function emitEach(statements: readonly t.Statement[], ctx: FunctionContext): void {
  for (const statement of statements) {
    ctx.sequence.begin(statement);
    ctx.withTemporaries(() => emitStatement(statement, ctx));
  }
  const last = statements[statements.length - 1];
  if (last !== undefined) ctx.sequence.end(last);
}

/** Emits a statement into the current sequence. */
function emitStatement(node: t.Statement, ctx: FunctionContext, labels: readonly string[] = []): void {
  if (!ctx.yields(node)) {
    ctx.add(...rewriteStatement(node, ctx));
    return;
  }
  switch (node.type) {
    case 'ExpressionStatement':
      return emitEffect(node.expression, ctx);
    case 'VariableDeclaration':
      return emitVariables(node, ctx);
    case 'ReturnStatement':
      return emitReturn(node, ctx);
    case 'ThrowStatement':
      return ctx.add(at(t.throwStatement(lift(node.argument, ctx)), node));
    case 'IfStatement':
      return emitIfStatement(node, ctx);
    case 'BlockStatement':
      return emitBlock(node, ctx);
    case 'LabeledStatement':
      return emitLabeled(node, ctx, labels);
    case 'WhileStatement':
      return emitWhile(node, ctx, labels);
    case 'DoWhileStatement':
      return emitDoWhile(node, ctx, labels);
    case 'ForStatement':
      if (isUsing(node.init)) return emitDisposing(node.init, ctx, () => emitFor(node, ctx, labels));
      return emitFor(node, ctx, labels);
    case 'ForInStatement':
      return emitForIn(node, ctx, labels);
    case 'ForOfStatement':
      return emitForOf(node, ctx, labels);
    case 'SwitchStatement':
      return emitSwitch(node, ctx, labels);
    case 'TryStatement':
      return emitTry(node, ctx);
    case 'ClassDeclaration':
      return emitClassDeclaration(node, ctx);
    default:
      throw ctx.program.refuse(node);
  }
}

/** The statements of a block with yield points, with what its scope needs. */
export function emitScope(node: t.Node, ctx: FunctionContext, emit: () => void): t.Statement[] {
  const statements = ctx.inSequence(() => {
    const scope = movedScope(node, ctx);
    if (scope !== null) openBox(scope, ctx);
    ctx.add(...scopeEntry(node, ctx));
    emit();
  });
  return withPrelude(node, statements, ctx);
}

function emitBlock(node: t.BlockStatement, ctx: FunctionContext): void {
  const statements = emitScope(node, ctx, () => emitStatements(node.body, ctx));
  ctx.compound(at(block(statements), node));
}

/** A statement in a sequence of its own, as the body of a loop or of a branch. */
export function emitBody(node: t.Statement, ctx: FunctionContext): t.Statement[] {
  if (t.isBlockStatement(node) && ctx.yields(node)) return emitScope(node, ctx, () => emitStatements(node.body, ctx));
  return ctx.inSequence(() => emitStatements([node], ctx));
}

export function emitVariables(node: t.VariableDeclaration, ctx: FunctionContext): void {
  if (!ctx.reentrant) return emitNativeVariables(node, ctx);
  for (const { id: target, init } of node.declarations) {
    if (!init) {
      if (node.kind !== 'var') ctx.add(run(initialize(target as t.LVal, target, undef(), ctx)));
    } else if (t.isIdentifier(target)) {
      const declare = (value: t.Expression): void => {
        const resourced = resource(value, init, node, ctx);
        ctx.add(at(run(initialize(reference(target, ctx), init, resourced, ctx)), node));
      };
      liftInto(init, ctx, declare);
    } else if (!ctx.yields(target)) {
      ctx.add(at(run(initialize(target as t.LVal, init, lift(init, ctx), ctx)), node));
    } else {
      const name = nameOfInitial(init);
      emitPattern(target, t.isArrayPattern(target) ? lift(init, ctx) : keep(lift(init, ctx), ctx), ctx, name);
    }
  }
}

function emitReturn(node: t.ReturnStatement, ctx: FunctionContext): void {
  emitResult(node.argument as t.Expression, node, ctx);
}

/** The engine names the initial value of a pattern if it is as simple as this. */
function nameOfInitial(init: t.Expression): t.Expression[] {
  const value = unwrap(init);
  const named = t.isCallExpression(value) ? value.callee : value;
  return t.isIdentifier(named) || t.isLiteral(named) || t.isObjectExpression(named) ? nameOf(value) : [];
}

/** Returns the value of an expression; its last calls may be tail calls. */
function emitResult(expression: t.Expression, origin: t.Node, ctx: FunctionContext): void {
  const node = unwrap(expression) as t.Expression;
  if (isTailCall(node, ctx)) return emitTailCall(node, ctx);
  if (branches(node, ctx)) return emitBranches(node, ctx, (branch) => emitResult(branch, origin, ctx));
  if (t.isLogicalExpression(node) && ctx.yields(node.right)) return emitLogicalResult(node, origin, ctx);
  if (t.isSequenceExpression(node)) {
    for (const effect of node.expressions.slice(0, -1)) emitEffect(effect, ctx);
    return emitResult(node.expressions.at(-1) as t.Expression, origin, ctx);
  }
  const value = lift(expression, ctx);
  ctx.add(...ctx.emitReturn(value).map((statement) => at(statement, origin)));
}

/** `return a && f();`   =>   `if (a) return f(); return a;` */
function emitLogicalResult({ left, operator, right }: t.LogicalExpression, origin: t.Node, ctx: FunctionContext): void {
  const lifted = lift(left, ctx);
  const value = isOwn(lifted, ctx) && !ctx.registers.includes(lifted.name) ? lifted : keep(lifted, ctx);
  emitIf(continues(operator, t.cloneNode(value)), ctx, () => emitResult(right, origin, ctx));
  ctx.add(...ctx.emitReturn(value).map((statement) => at(statement, origin)));
}

/** Not in a constructor, nor where something is left to do after the call, or its frame is wanted. */
function isTailCall(node: t.Node, ctx: FunctionContext): node is t.CallExpression {
  if (!t.isCallExpression(node) || t.isSuper(node.callee) || !ctx.reentrant) return false;
  if (ctx.wrapResult !== null || ctx.protectedDepth > 0 || ctx.program.options.tailFrames) return false;
  return ctx.program.analysis.yieldPoints.has(node) && collectorOf(node, ctx.program.analysis) === null;
}

function emitIfStatement({ test, consequent, alternate }: t.IfStatement, ctx: FunctionContext): void {
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
function emitElseIf(node: t.IfStatement, ctx: FunctionContext): void {
  ctx.sequence.begin(node);
  emitIfStatement(node, ctx);
}

/** `if (a && f()) ...`   =>   `if (a) { if (f()) ... }` */
function emitCondition(test: t.Expression, ctx: FunctionContext, then: () => void): void {
  const node = unwrap(test) as t.Expression;
  if (!t.isLogicalExpression(node, { operator: '&&' }) || !ctx.yields(node.right))
    return emitIf(lift(test, ctx), ctx, then);
  emitCondition(node.left, ctx, () => emitCondition(node.right, ctx, then));
}

function addBody(node: t.Statement, ctx: FunctionContext): void {
  if (t.isBlockStatement(node) && ctx.yields(node)) return emitInScope(node, ctx);
  if (t.isBlockStatement(node) && !hasLexical(node)) emitStatements(node.body, ctx);
  else emitStatements([node], ctx);
}

/** A block whose braces the enclosing statement already has. */
function emitInScope(node: t.BlockStatement, ctx: FunctionContext): void {
  const statements = emitScope(node, ctx, () => emitStatements(node.body, ctx));
  for (const statement of statements) ctx.sequence.always(statement);
}

function hasLexical(node: t.BlockStatement): boolean {
  return node.body.some((statement) => t.isDeclaration(statement));
}

function emitLabeled(node: t.LabeledStatement, ctx: FunctionContext, labels: readonly string[]): void {
  const { name } = node.label;
  if (t.isLoop(node.body) || t.isLabeledStatement(node.body) || t.isSwitchStatement(node.body)) {
    return emitStatement(node.body, ctx, [...labels, name]);
  }
  const all = [...labels, name];
  const statements = ctx.jumps.inside({ kind: 'block', labels: all }, () => emitBody(node.body, ctx));
  ctx.compound(withLabels(block(statements), all));
}
