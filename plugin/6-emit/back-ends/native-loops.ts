import { types as t } from '@babel/core';
import { boundNames } from '../../3-analyze/scopes/declare.ts';
import { block, id, when } from '../../syntax/build.ts';
import type { FunctionContext } from '../context/function-context.ts';
import { emitEffect } from '../expressions/branches.ts';
import { emitDisposing, nativeKind } from '../statements/disposal.ts';
import { isUsing } from '../../syntax/evaluation/may-block.ts';
import { rewriteExpression } from '../context/dispatch.ts';
import { liftIterated } from '../statements/loops/loop-heads.ts';
import { keep } from '../values/keep.ts';
import { originOf, takenApart } from '../values/origins.ts';
import { rewritePattern } from '../rewrite/rewrite-patterns.ts';
import { emitBody } from '../statements/blocks.ts';
import { addLoop } from '../statements/loops/labels.ts';
import { emitRound } from '../statements/loops/rounds.ts';
import { emitExit, emitGeneralLoop, inLoop } from '../statements/loops/general-loop.ts';
import { emitNativeVariables } from './native-variables.ts';

/** `for (init; test; update)` in a generator. */
export function emitNativeFor(node: t.ForStatement, ctx: FunctionContext, labels: readonly string[]): void {
  if (isUsing(node.init)) emitDisposing(node.init, ctx, () => emitForInGenerator(node, ctx, labels));
  else emitForInGenerator(node, ctx, labels);
}

/** `for (key in object)` in a generator. */
export function emitNativeForIn(node: t.ForInStatement, ctx: FunctionContext, labels: readonly string[]): void {
  node.right = liftIterated(node, ctx);
  if (!declaresName(node.left)) {
    const key = id(ctx.program.unique('key'));
    node.body = block(inLoop(labels, ctx, () => emitRound(node, key, ctx)));
    node.left = t.variableDeclaration('const', [t.variableDeclarator(t.cloneNode(key))]);
  } else node.body = block(inLoop(labels, ctx, () => emitBody(node.body, ctx)));
  addLoop(node, labels, node, ctx);
}

/** Whether a head declares a variable and does nothing else, so that it may stay. What it assigns to may be kept elsewhere. */
function declaresName(left: t.Node): boolean {
  return t.isVariableDeclaration(left) && t.isIdentifier(left.declarations[0]?.id);
}

/** Variables of a generator's loop stay in its head, where each round has its own, but for those that come before the loop. */
function emitForInGenerator(node: t.ForStatement, ctx: FunctionContext, labels: readonly string[]): void {
  const { init } = node;
  if (!t.isVariableDeclaration(init)) {
    if (init) emitEffect(init, ctx);
    return emitLoop(node, null, ctx, labels);
  }
  if (!ctx.yields(init)) return emitLoop(node, nativeHead(init, ctx), ctx, labels);
  const statements = ctx.inSequence(() => {
    emitNativeVariables(init, ctx);
    emitLoop(node, headOfCopies(init, node, ctx), ctx, labels);
  });
  if (init.kind === 'var') ctx.add(...statements);
  else ctx.add(block(statements));
}

function nativeHead(init: t.VariableDeclaration, ctx: FunctionContext): t.VariableDeclaration {
  for (const declarator of init.declarations) {
    if (!declarator.init) continue;
    const origin = originOf(declarator.init);
    declarator.init = takenApart(declarator.id, rewriteExpression(declarator.init, ctx), origin, ctx);
    declarator.id = rewritePattern(declarator.id, ctx) as t.LVal;
  }
  init.kind = nativeKind(init);
  return init;
}

/** Closures of the head keep its variables, the rounds have copies. */
function headOfCopies(
  init: t.VariableDeclaration,
  loop: t.ForStatement,
  ctx: FunctionContext,
): t.VariableDeclaration | null {
  if (init.kind !== 'let' || !isCaptured(loop, ctx)) return null;
  const names = init.declarations.flatMap((declarator) => boundNames(declarator.id));
  const copies = names.map((name) => t.variableDeclarator(id(name), keep(id(name), ctx)));
  return t.variableDeclaration('let', copies);
}

function emitLoop(
  node: t.ForStatement,
  head: t.VariableDeclaration | null,
  ctx: FunctionContext,
  labels: readonly string[],
): void {
  const { test, update } = node;
  if (ctx.yields(test) || ctx.yields(update)) return emitGeneralLoopInGenerator(node, head, ctx, labels);
  const body = block(inLoop(labels, ctx, () => emitBody(node.body, ctx)));
  const newTest = test ? rewriteExpression(test, ctx) : null;
  const newUpdate = update ? rewriteExpression(update, ctx) : null;
  addLoop(t.forStatement(head, newTest, newUpdate, body), labels, node, ctx);
}

function emitGeneralLoopInGenerator(
  node: t.ForStatement,
  head: t.VariableDeclaration | null,
  ctx: FunctionContext,
  labels: readonly string[],
): void {
  if (head?.kind === 'let' && isCaptured(node, ctx)) return emitFreshRounds(node, head, ctx, labels);
  const { test, update, body } = node;
  const after = update ? (): void => emitEffect(update, ctx) : undefined;
  const loop = ctx.inSequence(() => emitGeneralLoop({ test, body, after }, node, ctx, labels));
  ctx.add(block([...(head === null ? [] : [head]), ...loop]));
}

/**
 * The engine gives each round variables of its own, before the update. So that comes at the start of all rounds but the first:
 *
 *     for (let i = 0, again = false; ; again = true) { if (again) ...update... ...test...; if (!test) break; ... }
 */
function emitFreshRounds(
  node: t.ForStatement,
  head: t.VariableDeclaration,
  ctx: FunctionContext,
  labels: readonly string[],
): void {
  const { test, update, body } = node;
  const again = id(ctx.program.unique('again'));
  const statements = ctx.inSequence(() => {
    if (update)
      ctx.add(
        when(
          t.cloneNode(again),
          ctx.inSequence(() => ctx.withTemporaries(() => emitEffect(update, ctx))),
        ),
      );
    if (test) ctx.withTemporaries(() => emitExit(test, ctx));
    ctx.add(block(inLoop(labels, ctx, () => emitBody(body, ctx))));
  });
  if (update) head.declarations.push(t.variableDeclarator(again, t.booleanLiteral(false)));
  const advance = update ? t.assignmentExpression('=', t.cloneNode(again), t.booleanLiteral(true)) : null;
  addLoop(t.forStatement(head, null, advance, block(statements)), labels, node, ctx);
}

function isCaptured(node: t.ForStatement, ctx: FunctionContext): boolean {
  const scope = ctx.program.analysis.scopeOf.get(node);
  return scope !== undefined && [...scope.bindings.values()].some(({ captured }) => captured);
}
