import { types as t } from '@babel/core';
import { assign, block, const_, member } from '../../../syntax/build.ts';
import type { FunctionContext } from '../../context/function-context.ts';
import { emitEffect } from '../../expressions/branches.ts';
import { emitDisposing } from '../disposal.ts';
import { isUsing } from '../../../syntax/evaluation/may-block.ts';
import { rewriteExpression } from '../../context/dispatch.ts';
import { boxedBindings, deadZones, movedScope, newBox } from '../../variables/scopes.ts';
import { emitVariables } from '../variables.ts';
import { emitBody, emitStatements } from '../blocks.ts';
import { addLoop, withLabels } from './labels.ts';
import { inLoop, emitGeneralLoop } from './general-loop.ts';

/** The resources that the head of a loop declares are disposed of after the loop. */
export function emitForStatement(node: t.ForStatement, ctx: FunctionContext, labels: readonly string[]): void {
  if (isUsing(node.init)) emitDisposing(node.init, ctx, () => emitFor(node, ctx, labels));
  else emitFor(node, ctx, labels);
}

function emitFor(node: t.ForStatement, ctx: FunctionContext, labels: readonly string[]): void {
  const scope = movedScope(node, ctx);
  if (scope !== null && boxedBindings(scope).length > 0) return emitForWithFreshVariables(node, ctx, labels);
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
  addLoop(t.forStatement(null, newTest && ctx.backEnd.orReentry(newTest, ctx), newUpdate, body), labels, node, ctx);
}

function emitInit(node: t.ForStatement, ctx: FunctionContext): void {
  // As a statement of its own, `await using` would end at once.
  if (isUsing(node.init) && ctx.yields(node.init)) emitVariables(node.init, ctx);
  else if (t.isVariableDeclaration(node.init)) emitStatements([node.init], ctx);
  else if (node.init) emitEffect(node.init, ctx);
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
  ctx.addSince(before, block(statements));
}
