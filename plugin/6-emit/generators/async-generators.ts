import { types as t } from '@babel/core';
import { assign, block, callOf, const_, equal, id, let_, member, sequence, set, when } from '../../syntax/build.ts';
import type { Place } from '../calls/places.ts';
import type { FunctionContext } from '../state/context.ts';
import { keep, lift } from '../expressions/expressions.ts';
import { nameOf } from '../statements/iteration.ts';
import { liftIterated } from '../statements/loop-heads.ts';
import { addLoop, emitRound } from '../statements/loops.ts';
import { rewritePattern } from '../rewrite/rewrite-assignments.ts';
import { withPrelude } from '../functions/scopes.ts';
import { emitStatements } from '../statements/statements.ts';

/**
 * An async generator stays native; where a call in it suspends, it awaits the call, which is made in a greenlet:
 *
 *     async function* g(x) {
 *       let result;
 *       const calls = calls();
 *       result = beginCall(calls, () => (link.to = f, f(x)));
 *       if (result === SUSPENDED) result = (await finishCall(calls)).value;
 *       ...
 *     }
 */
export function compileAsyncGenerator<N extends t.Function>(node: N, ctx: FunctionContext): N {
  const body = node.body as t.BlockStatement;
  const statements = ctx.inSequence(() => emitStatements(body.body, ctx));
  node.params = node.params.map((param) => rewritePattern(param, ctx)) as typeof node.params;
  const registers = [...ctx.registers, ...ctx.saved].map((name) => let_(name));
  const calls = const_(ctx.open, callOf(ctx.helper('asyncCalls')));
  const result = t.blockStatement(
    withPrelude(ctx.info.node, [...registers, calls, ...statements], ctx),
    body.directives,
  );
  result.loc = body.loc ?? null;
  node.body = result;
  return node;
}

/** `beginCall(calls, () => (link.to = f, f(x)))` */
export function beginCall(announced: t.Expression | null, call: t.Expression, ctx: FunctionContext): t.Expression {
  const announce = announced === null ? [] : [set(member(ctx.helper('link'), 'to'), announced)];
  return callOf(ctx.helper('beginCall'), id(ctx.open), t.arrowFunctionExpression([], sequence(...announce, call)));
}

/** `(await finishCall(calls)).value` */
export function finishedCall(ctx: FunctionContext, place: Place | null = null): t.Expression {
  const value = member(t.awaitExpression(callOf(ctx.helper('finishCall'), id(ctx.open))), 'value');
  if (place !== null) value.loc = value.property.loc = place.loc;
  return value;
}

export function yieldFromAsyncGenerator(
  started: t.Expression,
  finished: t.Expression | null,
  place: Place | null,
  ctx: FunctionContext,
): t.Statement[] {
  const result = id(ctx.register('result'));
  const suspended = equal(t.cloneNode(result), ctx.helper('SUSPENDED'));
  const finish = assign(t.cloneNode(result), finished ?? finishedCall(ctx, place));
  return [assign(result, started), when(suspended, [finish])];
}

/** `await x` and `yield x` are native; what is awaited is `awaited(calls, x)`, which can be interrupted. */
export function emitNativeWait(node: t.AwaitExpression | t.YieldExpression, ctx: FunctionContext): t.Expression {
  const result = id(ctx.register('result'));
  if (node.argument) node.argument = lift(node.argument, ctx);
  if (t.isYieldExpression(node) && node.delegate && node.argument) {
    node.argument = callOf(ctx.helper('asyncIterable'), id(ctx.open), node.argument);
  }
  if (t.isAwaitExpression(node)) node.argument = callOf(ctx.helper('awaited'), id(ctx.open), node.argument);
  ctx.add(assign(result, node));
  return t.cloneNode(result);
}

/** A native `for await`, which lets a synchronous generator block. */
export function emitForAwait(node: t.ForOfStatement, ctx: FunctionContext, labels: readonly string[]): void {
  const name = nameOf(node.right, true);
  node.right = callOf(ctx.helper('asyncIterable'), id(ctx.open), keep(liftIterated(node, ctx), ctx), ...name);
  const value = id(ctx.program.unique('value'));
  const round = ctx.jumps.inside({ kind: 'loop', labels }, () => emitRound(node, value, ctx));
  node.left = t.variableDeclaration('const', [t.variableDeclarator(t.cloneNode(value))]);
  node.body = block(round);
  addLoop(node, labels, node, ctx);
}
