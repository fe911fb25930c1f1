import { types as t } from '@babel/core';
import { assign, at, callOf, id, let_, nil, str } from '../../syntax/build.ts';
import { describeDelegate } from '../values/describe.ts';
import type { FunctionContext } from '../context/function-context.ts';
import { lift } from '../context/dispatch.ts';
import { keep } from '../values/keep.ts';
import { rewriteChildren } from '../rewrite/children.ts';
import { withPrelude } from '../variables/scopes.ts';
import { emitStatements } from '../statements/blocks.ts';

/**
 * A generator keeps its native frame: where a call in it suspends, it yields `SUSPENDED` to whoever resumed it, which
 * is cooperative code then, and answers nobody else until that code resumes it (`yield* suspension`). Resumed by unmarked
 * code it must not suspend: `open` says who resumed it, and unless it is true, calls are made as unmarked code makes
 * them, so that they cannot suspend.
 *
 *     function* g(x) {
 *       let result, open = opened(g);
 *       link.to = open ? f : null; result = f(x);
 *       if (result === SUSPENDED) { yield* suspension; result = take(); }
 *       ...
 *     }
 */
export function compileGenerator(node: t.Function, ctx: FunctionContext, self: string): void {
  ctx.self = self;
  const body = node.body as t.BlockStatement;
  const statements = ctx.inSequence(() => emitStatements(body.body, ctx));
  const name = t.isFunctionExpression(node) ? node.id : null;
  body.body = [];
  rewriteChildren(node, ctx);
  // A declaration that moved kept its name, whatever became of the variable.
  if (t.isFunctionExpression(node)) node.id = name ?? null;
  const registers = [...ctx.registers, ...ctx.saved].map((name) => let_(name));
  const open = let_(ctx.open, callOf(ctx.helper('opened'), id(self)));
  const result = t.blockStatement(
    withPrelude(ctx.info.node, [...registers, open, ...statements], ctx),
    body.directives,
  );
  result.loc = body.loc ?? null;
  node.body = result;
}

/**
 * `yield x`; afterwards the generator may have been resumed by somebody else. In between `open` is null, for the error
 * or return that may come instead.
 */
export function emitYield(node: t.YieldExpression, ctx: FunctionContext): t.Expression {
  const { open } = ctx;
  const result = id(ctx.register('result'));
  const self = id(ctx.self as string);
  const text = node.argument && node.delegate ? describeDelegate(node.argument) : null;
  const argument = node.argument ? keep(lift(node.argument, ctx), ctx) : null;
  node.argument = node.delegate && argument !== null ? at(delegation(argument, text, ctx), node) : argument;
  ctx.add(assign(id(open), nil()), at(assign(result, node), node));
  ctx.add(assign(id(open), callOf(ctx.helper('opened'), t.cloneNode(self))));
  return t.cloneNode(result);
}

/** The delegate is made before `open` is given up for the time of the `yield*`. */
function delegation(iterable: t.Expression, text: string | null, ctx: FunctionContext): t.Expression {
  const name = text === null ? [] : [str(text)];
  return keep(callOf(ctx.helper('delegate'), iterable, id(ctx.self as string), id(ctx.open), ...name), ctx);
}
