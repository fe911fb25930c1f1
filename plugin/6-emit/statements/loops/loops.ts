import { types as t } from '@babel/core';
import { block, callOf, member, or } from '../../../syntax/build.ts';
import type { FunctionContext } from '../../context/function-context.ts';
import { rewriteExpression } from '../../context/dispatch.ts';
import { keep } from '../../values/keep.ts';
import { liftIterated } from './loop-heads.ts';
import { emitBody } from '../blocks.ts';
import { addLoop, withLabels } from './labels.ts';
import { inLoop, emitGeneralLoop, emitExit } from './general-loop.ts';
import { emitRound } from './rounds.ts';

/** `while (pc || test) body` */
export function emitWhile(node: t.WhileStatement, ctx: FunctionContext, labels: readonly string[]): void {
  if (ctx.yields(node.test)) return emitGeneralLoop({ test: node.test, body: node.body }, node, ctx, labels);
  const test = rewriteExpression(node.test, ctx);
  const body = inLoop(labels, ctx, () => emitBody(node.body, ctx));
  addLoop(t.whileStatement(ctx.backEnd.orReentry(test, ctx), block(body)), labels, node, ctx);
}

/** The body comes before the test, so re-entry is always past the test of the round before. */
export function emitDoWhile(node: t.DoWhileStatement, ctx: FunctionContext, labels: readonly string[]): void {
  if (ctx.yields(node.test)) {
    return emitGeneralLoop({ body: node.body, after: () => emitExit(node.test, ctx) }, node, ctx, labels);
  }
  const body = inLoop(labels, ctx, () => emitBody(node.body, ctx));
  addLoop(t.doWhileStatement(rewriteExpression(node.test, ctx), block(body)), labels, node, ctx);
}

/**
 * `for (key in object)`: the keys are listed at the start; one that is deleted meanwhile is passed over.
 *
 *     keys = forIn(object); while (pc || keys.next()) { key = keys.key; ... }
 */
export function emitForIn(node: t.ForInStatement, ctx: FunctionContext, labels: readonly string[]): void {
  const keys = keep(callOf(ctx.helper('forIn'), liftIterated(node, ctx)), ctx);
  const statements = inLoop(labels, ctx, () => emitRound(node, member(t.cloneNode(keys), 'key'), ctx));
  const next = callOf(member(t.cloneNode(keys), 'next'));
  if (ctx.yields(node.body) || ctx.yields(node.left)) {
    addLoop(t.whileStatement(or(ctx.isReentry(), next), block(statements)), labels, node, ctx);
  } else ctx.add(withLabels(t.whileStatement(next, block(statements)), labels));
}
