import { types as t } from '@babel/core';
import {
  at,
  block,
  callOf,
  choose,
  id,
  member,
  nil,
  not,
  sequence,
  set,
  str,
  undef,
  when,
} from '../../syntax/build.ts';
import { emitForAwait } from '../generators/async-generators.ts';
import { prepareHelperCall, stressed } from '../calls/calls.ts';
import { placeOfIteration } from '../calls/places.ts';
import type { FunctionContext } from '../state/context.ts';
import { describeIterated } from '../calls/describe.ts';
import { keep } from '../expressions/expressions.ts';
import { mayGiveUpJumps } from '../state/jumps.ts';
import { liftIterated } from './loop-heads.ts';
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
  if (node.await && ctx.asyncGenerator) return emitForAwait(node, ctx, labels);
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
    ({ kind }) => emitClose(iteration, id(kind), node, ctx),
  );
}

/** How an error refers to what is iterated: the last argument of `iterate` and the like, which nobody needs otherwise. */
export function nameOf(iterated: t.Node, isAsync = false): t.Expression[] {
  const text = describeIterated(iterated, isAsync);
  return text === null ? [] : [str(text)];
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

/**
 * Advances an iteration; the result register says whether there is a value. An array needs no call that could suspend:
 *
 *     result = it.array !== null ? advance(it) : (link.to = step, step(it));
 */
export function emitStep(iteration: t.Identifier, origin: t.Node, ctx: FunctionContext): void {
  if (t.isForOfStatement(origin) && origin.await) return void emitHelperCall('stepAsync', [iteration], origin, ctx);
  if (!ctx.reentrant) return void emitHelperCall('step', [iteration], origin, ctx);
  const advance = callOf(ctx.helper('advance'), t.cloneNode(iteration));
  const step = announced('step', [t.cloneNode(iteration)], ctx);
  const place = placeOfIteration(origin);
  ctx.sequence.yieldPoint(ctx, stressed(choose(isArray(iteration), advance, step), ctx), { place });
}

/** Leaves an iteration; an array has nothing to close. */
export function emitClose(iteration: t.Identifier, kind: t.Expression, origin: t.Node, ctx: FunctionContext): void {
  const isAsync = t.isForOfStatement(origin) && origin.await;
  if (isAsync || !ctx.reentrant)
    return void emitHelperCall(isAsync ? 'closeAsync' : 'close', [iteration, kind], origin, ctx);
  const close = announced('close', [t.cloneNode(iteration), kind], ctx);
  const place = placeOfIteration(origin);
  ctx.sequence.yieldPoint(ctx, stressed(choose(isArray(iteration), undef(), close), ctx), { place });
}

function isArray(iteration: t.Identifier): t.Expression {
  return t.binaryExpression('!==', member(t.cloneNode(iteration), 'array'), nil());
}

/** `(link.to = f, f(x))` */
function announced(name: string, args: t.Expression[], ctx: FunctionContext): t.Expression {
  const announce = set(member(ctx.helper('link'), 'to'), ctx.helper(name));
  return sequence(announce, callOf(ctx.helper(name), ...args));
}

/** Calls a function of the runtime that can suspend; its value is in the result register. */
export function emitHelperCall(name: string, args: t.Expression[], origin: t.Node, ctx: FunctionContext): t.Identifier {
  const { call } = prepareHelperCall(
    name,
    args.map((arg) => t.cloneNode(arg)),
    origin,
    ctx,
  );
  ctx.sequence.yieldPoint(ctx, stressed(call, ctx), { place: placeOfIteration(origin) });
  return id(ctx.register('result'));
}
