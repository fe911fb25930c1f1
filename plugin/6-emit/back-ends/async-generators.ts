import { types as t } from '@babel/core';
import { assign, block, callOf, const_, id, let_, str } from '../../syntax/build.ts';
import { mayBePromise } from '../../syntax/evaluation/may-be-promise.ts';
import type { FunctionContext } from '../context/function-context.ts';
import { nameOfFunction } from '../functions/body-arrow.ts';
import { lift } from '../context/dispatch.ts';
import { keep } from '../values/keep.ts';
import { nameOf } from '../statements/loops/steps.ts';
import { liftIterated } from '../statements/loops/loop-heads.ts';
import { emitRound } from '../statements/loops/rounds.ts';
import { addLoop } from '../statements/loops/labels.ts';
import { rewritePattern } from '../rewrite/rewrite-patterns.ts';
import { withPrelude } from '../variables/scopes.ts';
import { emitStatements } from '../statements/blocks.ts';

/**
 * An async generator stays native; where a call in it suspends, it awaits the call, which is made in a greenlet:
 *
 *     async function* g(x) {
 *       let result;
 *       const calls = calls('g');
 *       result = beginCall(calls, () => (link.to = f, f(x)));
 *       if (result === SUSPENDED) result = (await finishCall(calls)).value;
 *       ...
 *     }
 */
export function compileAsyncGenerator<N extends t.Function>(node: N, ctx: FunctionContext): N {
  const body = node.body as t.BlockStatement;
  ctx.wrapResult = (value) => (mayBePromise(value) ? waited('yielded', value as t.Expression, ctx) : value);
  const statements = ctx.inSequence(() => emitStatements(body.body, ctx));
  node.params = node.params.map((param) => rewritePattern(param, ctx)) as typeof node.params;
  const registers = [...ctx.registers, ...ctx.saved].map((name) => let_(name));
  const name = nameOfFunction(node, ctx);
  const calls = const_(ctx.open, callOf(ctx.helper('asyncCalls'), ...(name === null ? [] : [str(name)])));
  const result = t.blockStatement(
    withPrelude(ctx.info.node, [...registers, calls, ...statements], ctx),
    body.directives,
  );
  result.loc = body.loc ?? null;
  node.body = result;
  return node;
}

/** `await x`, `yield x` and `return x` are native; what is awaited is `awaited(calls, x)`, which can be interrupted. */
export function emitNativeWait(node: t.AwaitExpression | t.YieldExpression, ctx: FunctionContext): t.Expression {
  const result = id(ctx.register('result'));
  if (node.argument) node.argument = waitedFor(node, node.argument, ctx);
  ctx.add(assign(result, node));
  return t.cloneNode(result);
}

function waitedFor(
  node: t.AwaitExpression | t.YieldExpression,
  argument: t.Expression,
  ctx: FunctionContext,
): t.Expression {
  const helper = helperOf(node, argument);
  const value = lift(argument, ctx);
  return helper === null ? value : waited(helper, value, ctx);
}

function waited(helper: string, value: t.Expression, ctx: FunctionContext): t.Expression {
  return callOf(ctx.helper(helper), id(ctx.open), value);
}

function helperOf(node: t.AwaitExpression | t.YieldExpression, argument: t.Expression): string | null {
  if (t.isAwaitExpression(node)) return 'awaited';
  if (node.delegate) return 'asyncIterable';
  return mayBePromise(argument) ? 'yielded' : null;
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
