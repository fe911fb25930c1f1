import { types as t } from '@babel/core';
import { at, block, callOf, id, member, not, when } from '../../../syntax/build.ts';
import type { FunctionContext } from '../../context/function-context.ts';
import { keep } from '../../values/keep.ts';
import { mayGiveUpJumps } from '../../context/jumps.ts';
import { liftIterated } from './loop-heads.ts';
import { emitRound } from './rounds.ts';
import { withLabels } from './labels.ts';
import { emitProtected } from '../protected.ts';
import { nameOf, emitStep, emitClose } from './steps.ts';

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
  const name = nameOf(node.right, node.await);
  const iteration = keep(callOf(iterate, liftIterated(node, ctx), ...name), ctx);
  emitProtected(
    ctx,
    ({ label, kind }) => {
      const breakKind = mayGiveUpJumps(node.body) ? { breakKind: kind } : {};
      const target = { kind: 'loop' as const, labels, breakLabel: label, ...breakKind };
      const round = ctx.jumps.inside(target, () => emitStepAndRound(node, iteration, ctx));
      const loop = t.forStatement(null, null, null, block(round));
      ctx.compound(withLabels(at(loop, node), labels));
    },
    (record) => emitClose(iteration, record, node, ctx),
  );
}

function emitStepAndRound(node: t.ForOfStatement, iteration: t.Identifier, ctx: FunctionContext): t.Statement[] {
  return ctx.inSequence(() => {
    emitStep(iteration, node, ctx);
    ctx.add(when(not(id(ctx.register('result'))), [t.breakStatement()]));
    const before = ctx.lastYieldPoint;
    const round = emitRound(node, member(t.cloneNode(iteration), 'value'), ctx);
    ctx.addSince(before, block(round));
  });
}
