import { types as t } from '@babel/core';
import { block } from '../../syntax/build.ts';
import type { FunctionContext } from '../context/function-context.ts';
import { emitEffect } from '../expressions/branches.ts';
import { emitDisposing, isUsing, nativeKind, resource } from '../statements/disposal.ts';
import { lift, rewriteExpression } from '../context/dispatch.ts';
import { liftIterated } from '../statements/loops/loop-heads.ts';
import { keep } from '../values/keep.ts';
import { rewritePattern } from '../rewrite/rewrite-patterns.ts';
import { emitBody } from '../statements/blocks.ts';
import { addLoop } from '../statements/loops/labels.ts';
import { inLoop, emitGeneralLoop } from '../statements/loops/general-loop.ts';

/** `for (init; test; update)` in a generator. */
export function emitNativeFor(node: t.ForStatement, ctx: FunctionContext, labels: readonly string[]): void {
  if (isUsing(node.init)) emitDisposing(node.init, ctx, () => emitForInGenerator(node, ctx, labels));
  else emitForInGenerator(node, ctx, labels);
}

/** `for (key in object)` in a generator. */
export function emitNativeForIn(node: t.ForInStatement, ctx: FunctionContext, labels: readonly string[]): void {
  node.right = liftIterated(node, ctx);
  node.body = block(inLoop(labels, ctx, () => emitBody(node.body, ctx)));
  addLoop(node, labels, node, ctx);
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
