import { types as t } from '@babel/core';
import { assign, at, block, callOf, const_, labeled, member, not, or, when } from '../../syntax/build.ts';
import type { FunctionContext } from '../state/context.ts';
import { emitEffect } from '../expressions/branches.ts';
import { emitDisposing, isUsing, nativeKind, resource } from './disposal.ts';
import { keep, lift } from '../expressions/expressions.ts';
import { emitNativePattern } from '../generators/native-variables.ts';
import { liftIterated } from './loop-heads.ts';
import { emitPattern } from '../expressions/patterns.ts';
import { rewriteExpression } from '../rewrite/rewrite.ts';
import { rewritePattern } from '../rewrite/rewrite-assignments.ts';
import { boxedBindings, deadZones, movedScope, newBox } from '../functions/scopes.ts';
import { emitBody, emitStatements, emitVariables } from './statements.ts';

/** A loop is left and re-entered like any other statement: what decides whether to go on is skipped on re-entry. */
export function addLoop(loop: t.Statement, labels: readonly string[], origin: t.Node, ctx: FunctionContext): void {
  ctx.compound(withLabels(at(loop, origin), labels));
}

export function withLabels(statement: t.Statement, labels: readonly string[]): t.Statement {
  return labels.reduceRight((inner, label) => labeled(label, inner), statement);
}

/** `while (pc || test) body` */
export function emitWhile(node: t.WhileStatement, ctx: FunctionContext, labels: readonly string[]): void {
  if (ctx.yields(node.test)) return emitGeneralLoop({ test: node.test, body: node.body }, node, ctx, labels);
  const test = rewriteExpression(node.test, ctx);
  const body = inLoop(labels, ctx, () => emitBody(node.body, ctx));
  addLoop(t.whileStatement(unlessReentered(test, ctx), block(body)), labels, node, ctx);
}

function unlessReentered(test: t.Expression, ctx: FunctionContext): t.Expression {
  if (!ctx.reentrant) return test;
  return t.isBooleanLiteral(test, { value: true }) ? test : or(ctx.isReentry(), test);
}

/** The body comes before the test, so re-entry is always past the test of the round before. */
export function emitDoWhile(node: t.DoWhileStatement, ctx: FunctionContext, labels: readonly string[]): void {
  if (ctx.yields(node.test)) {
    return emitGeneralLoop({ body: node.body, after: () => emitExit(node.test, ctx) }, node, ctx, labels);
  }
  const body = inLoop(labels, ctx, () => emitBody(node.body, ctx));
  addLoop(t.doWhileStatement(rewriteExpression(node.test, ctx), block(body)), labels, node, ctx);
}

function inLoop<R>(labels: readonly string[], ctx: FunctionContext, emit: () => R): R {
  return ctx.jumps.inside({ kind: 'loop', labels }, emit);
}

export function emitFor(node: t.ForStatement, ctx: FunctionContext, labels: readonly string[]): void {
  const scope = movedScope(node, ctx);
  if (scope !== null && boxedBindings(scope).length > 0) return emitForWithFreshVariables(node, ctx, labels);
  if (!ctx.reentrant) return emitForInGenerator(node, ctx, labels);
  if (scope !== null) ctx.add(...deadZones(scope, ctx));
  emitInit(node, ctx);
  const { test, update } = node;
  if (ctx.yields(test) || ctx.yields(update)) {
    const after = update ? (): void => emitEffect(update, ctx) : undefined;
    return emitGeneralLoop({ test, body: node.body, after }, node, ctx, labels);
  }
  const newTest = test ? rewriteExpression(test, ctx) : null;
  const newUpdate = update ? rewriteExpression(update, ctx) : null;
  const body = block(inLoop(labels, ctx, () => emitBody(node.body, ctx)));
  if (!ctx.yields(node.body)) return ctx.add(withLabels(t.forStatement(null, newTest, newUpdate, body), labels));
  addLoop(t.forStatement(null, newTest && unlessReentered(newTest, ctx), newUpdate, body), labels, node, ctx);
}

/** Variables of a generator's loop stay in its head, where each round has its own. */
function emitForInGenerator(node: t.ForStatement, ctx: FunctionContext, labels: readonly string[]): void {
  const { test, update } = node;
  const head = emitHeadInGenerator(node, ctx);
  if (ctx.yields(test) || ctx.yields(update)) return emitGeneralLoopInGenerator(node, head, ctx, labels);
  const body = block(inLoop(labels, ctx, () => emitBody(node.body, ctx)));
  const newTest = test ? rewriteExpression(test, ctx) : null;
  const newUpdate = update ? rewriteExpression(update, ctx) : null;
  addLoop(t.forStatement(head, newTest, newUpdate, body), labels, node, ctx);
}

function emitHeadInGenerator({ init }: t.ForStatement, ctx: FunctionContext): t.VariableDeclaration | null {
  if (!t.isVariableDeclaration(init)) {
    if (init) emitEffect(init, ctx);
    return null;
  }
  const yields = ctx.yields(init);
  const isResource = isUsing(init);
  for (const declarator of init.declarations) {
    if (!declarator.init) continue;
    const origin = declarator.init;
    const value = yields ? lift(origin, ctx) : rewriteExpression(origin, ctx);
    declarator.id = rewritePattern(declarator.id, ctx) as t.LVal;
    declarator.init = yields ? keep(isResource ? resource(value, origin, init, ctx) : value, ctx) : value;
  }
  init.kind = nativeKind(init);
  return init;
}

function emitGeneralLoopInGenerator(
  node: t.ForStatement,
  head: t.VariableDeclaration | null,
  ctx: FunctionContext,
  labels: readonly string[],
): void {
  const { test, update, body } = node;
  if (head?.kind === 'let' && isCaptured(node, ctx)) throw ctx.program.refuse(test ?? node);
  const after = update ? (): void => emitEffect(update, ctx) : undefined;
  const loop = ctx.inSequence(() => emitGeneralLoop({ test, body, after }, node, ctx, labels));
  ctx.add(block([...(head === null ? [] : [head]), ...loop]));
}

function isCaptured(node: t.ForStatement, ctx: FunctionContext): boolean {
  const scope = ctx.program.analysis.scopeOf.get(node);
  return scope !== undefined && [...scope.bindings.values()].some(({ captured }) => captured);
}

function emitInit(node: t.ForStatement, ctx: FunctionContext): void {
  // As a statement of its own, `await using` would end at once.
  if (isUsing(node.init) && ctx.yields(node.init)) emitVariables(node.init, ctx);
  else if (t.isVariableDeclaration(node.init)) emitStatements([node.init], ctx);
  else if (node.init) emitEffect(node.init, ctx);
}

interface LoopParts {
  test?: t.Expression | null | undefined;
  body: t.Statement;
  after?: (() => void) | undefined;
  /** Statements at the start of each round, also when it is re-entered. */
  opening?: t.Statement[];
  /** Statements between the body and `after`. */
  between?: t.Statement[];
}

/**
 * A loop whose test or update contains yield points (or whose closures need fresh variables each round):
 *
 *     for (;;) { ...test...; if (!test) break; body: { ... } ...update... }
 */
function emitGeneralLoop(parts: LoopParts, origin: t.Node, ctx: FunctionContext, labels: readonly string[]): void {
  const bodyLabel = ctx.program.unique('body');
  const statements = ctx.inSequence(() => {
    for (const statement of parts.opening ?? []) ctx.sequence.always(statement);
    const { test } = parts;
    if (test) ctx.withTemporaries(() => emitExit(test, ctx));
    const before = ctx.lastYieldPoint;
    const body = ctx.jumps.inside({ kind: 'loop', labels, continueLabel: bodyLabel }, () => emitBody(parts.body, ctx));
    const inner = labeled(bodyLabel, block(body));
    if (ctx.lastYieldPoint > before) ctx.compound(inner);
    else ctx.add(inner);
    ctx.add(...(parts.between ?? []));
    const { after } = parts;
    if (after !== undefined) ctx.withTemporaries(after);
  });
  addLoop(t.forStatement(null, null, null, block(statements)), labels, origin, ctx);
}

function emitExit(test: t.Expression, ctx: FunctionContext): void {
  const value = lift(test, ctx);
  ctx.add(when(not(value), [t.breakStatement()]));
}

/**
 * `for (let i = 0; ...; i++)` where closures capture `i`: each round has an `i` of its own.
 *
 *     saved = { i: void 0 }; saved.i = 0;
 *     for (;;) { const scope = saved; ...; saved = { i: scope.i }; update }
 */
function emitForWithFreshVariables(node: t.ForStatement, ctx: FunctionContext, labels: readonly string[]): void {
  const scope = movedScope(node, ctx);
  if (scope === null) return;
  const bindings = boxedBindings(scope);
  const box = ctx.program.box(scope);
  const saved = ctx.temporary();
  const open = const_(box, t.cloneNode(saved));
  const copy = newBox(bindings, (binding) => member(t.cloneNode(saved), binding.name));
  ctx.add(assign(t.cloneNode(saved), newBox(bindings)));
  const init = (): void => {
    ctx.add(...deadZones(scope, ctx));
    emitInit(node, ctx);
  };
  emitInScopeOf(init, open, ctx);
  // Closures made in the head keep variables of their own, too.
  ctx.add(assign(t.cloneNode(saved), t.cloneNode(copy)));
  const { test, update } = node;
  const advance = assign(t.cloneNode(saved), copy);
  const after = update ? (): void => emitInScopeOf(() => emitEffect(update, ctx), t.cloneNode(open), ctx) : undefined;
  emitGeneralLoop(
    { test, body: node.body, after, opening: [t.cloneNode(open)], between: [advance] },
    node,
    ctx,
    labels,
  );
}

/** Emits into a block of its own, in which the shared variables of the loop's head are in reach. */
function emitInScopeOf(emit: () => void, open: t.Statement, ctx: FunctionContext): void {
  const before = ctx.lastYieldPoint;
  const statements = ctx.inSequence(() => {
    ctx.sequence.always(open);
    emit();
  });
  if (ctx.lastYieldPoint > before) ctx.compound(block(statements));
  else ctx.add(block(statements));
}

/**
 * `for (key in object)`: the keys are listed at the start; one that is deleted meanwhile is passed over.
 *
 *     keys = forIn(object); while (pc || keys.next()) { key = keys.key; ... }
 */
export function emitForIn(node: t.ForInStatement, ctx: FunctionContext, labels: readonly string[]): void {
  if (!ctx.reentrant) {
    node.right = liftIterated(node, ctx);
    node.body = block(inLoop(labels, ctx, () => emitBody(node.body, ctx)));
    return addLoop(node, labels, node, ctx);
  }
  const keys = keep(callOf(ctx.helper('forIn'), liftIterated(node, ctx)), ctx);
  const statements = inLoop(labels, ctx, () => emitRound(node, member(t.cloneNode(keys), 'key'), ctx));
  const next = callOf(member(t.cloneNode(keys), 'next'));
  if (ctx.yields(node.body) || ctx.yields(node.left)) {
    addLoop(t.whileStatement(or(ctx.isReentry(), next), block(statements)), labels, node, ctx);
  } else ctx.add(withLabels(t.whileStatement(next, block(statements)), labels));
}

/** One round of `for...in` or `for...of`: the variable takes its value, then the body runs. */
export function emitRound(
  node: t.ForInStatement | t.ForOfStatement,
  value: t.Expression,
  ctx: FunctionContext,
): t.Statement[] {
  return ctx.inSequence(() => {
    const scope = movedScope(node, ctx);
    if (scope !== null) openRound(scope, ctx);
    const { left } = node;
    if (isUsing(left)) emitDisposing(left, ctx, () => emitAssignedRound(node, value, ctx));
    else emitAssignedRound(node, value, ctx);
  });
}

function emitAssignedRound(node: t.ForInStatement | t.ForOfStatement, value: t.Expression, ctx: FunctionContext): void {
  ctx.withTemporaries(() => assignRound(node.left, value, ctx));
  const before = ctx.lastYieldPoint;
  const body = emitBody(node.body, ctx);
  if (ctx.lastYieldPoint > before) ctx.compound(block(body));
  else ctx.add(block(body));
}

function assignRound(left: t.Node, value: t.Expression, ctx: FunctionContext): void {
  const target = t.isVariableDeclaration(left) ? (left.declarations[0]?.id as t.LVal) : (left as t.LVal);
  const isNative = t.isVariableDeclaration(left) && !ctx.reentrant;
  const assigned = t.isVariableDeclaration(left) ? resource(value, value, left, ctx) : value;
  if (!isNative) return emitPattern(target, assigned, ctx);
  emitNativePattern(left, target, assigned, ctx);
}

function openRound(scope: NonNullable<ReturnType<typeof movedScope>>, ctx: FunctionContext): void {
  const bindings = boxedBindings(scope);
  if (bindings.length > 0) {
    const saved = ctx.temporary();
    const fresh = t.assignmentExpression('=', saved, newBox(bindings));
    ctx.sequence.always(
      const_(ctx.program.box(scope), t.conditionalExpression(ctx.isReentry(), t.cloneNode(saved), fresh)),
    );
  }
  ctx.add(...deadZones(scope, ctx));
}
