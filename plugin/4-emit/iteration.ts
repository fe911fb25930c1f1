import { types as t } from '@babel/core';
import { at, block, callOf, id, member, not, when } from './build.ts';
import { prepareHelperCall, stressed } from './calls.ts';
import type { FunctionContext } from './context.ts';
import { keep, lift } from './expressions.ts';
import { emitRound, withLabels } from './loops.ts';
import { emitProtected } from './try.ts';

/**
 * `for (x of xs)`, where the iterator's methods may block as well as the body. The iterator is closed however the loop
 * is left before its end, but not when it is suspended:
 *
 *     it = iterate(xs);
 *     tried: try { for (;;) { result = step(it) [yield point]; if (!result) break; x = it.value; ... } } catch ...
 *     close(it) [yield point]
 */
export function emitForOf(node: t.ForOfStatement, ctx: FunctionContext, labels: readonly string[]): void {
  const iterate = ctx.helper(node.await ? 'iterateAsync' : 'iterate');
  const iteration = keep(callOf(iterate, lift(node.right, ctx)), ctx);
  emitProtected(
    ctx,
    ({ label }) => {
      const target = { kind: 'loop' as const, labels, breakLabel: label };
      const round = ctx.jumps.inside(target, () => emitStepAndRound(node, iteration, ctx));
      const loop = t.forStatement(null, null, null, block(round));
      ctx.compound(withLabels(at(loop, node), labels));
    },
    ({ kind }) => emitClose(iteration, id(kind), node, ctx),
  );
}

function emitStepAndRound(node: t.ForOfStatement, iteration: t.Identifier, ctx: FunctionContext): t.Statement[] {
  return ctx.inSequence(() => {
    emitStep(iteration, node, ctx);
    ctx.add(when(not(id(ctx.register('result'))), [t.breakStatement()]));
    const before = ctx.lastYieldPoint;
    const round = emitRound(node, member(t.cloneNode(iteration), 'value'), ctx);
    if (ctx.lastYieldPoint > before) ctx.compound(block(round));
    else ctx.add(block(round));
  });
}

/** Advances an iteration; the result register says whether there is a value. */
export function emitStep(iteration: t.Identifier, origin: t.Node, ctx: FunctionContext): void {
  const isAsync = t.isForOfStatement(origin) && origin.await;
  const { call } = prepareHelperCall(isAsync ? 'stepAsync' : 'step', [t.cloneNode(iteration)], origin, ctx);
  ctx.sequence.yieldPoint(ctx, stressed(call, ctx));
}

export function emitClose(iteration: t.Identifier, kind: t.Expression, origin: t.Node, ctx: FunctionContext): void {
  const isAsync = t.isForOfStatement(origin) && origin.await;
  const { call } = prepareHelperCall(isAsync ? 'closeAsync' : 'close', [t.cloneNode(iteration), kind], origin, ctx);
  ctx.sequence.yieldPoint(ctx, stressed(call, ctx));
}
