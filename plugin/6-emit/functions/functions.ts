import { types as t } from '@babel/core';
import { inheritFunction, inheritName } from '../../3-analyze/inherit.ts';
import type { FunctionInfo } from '../../3-analyze/model.ts';
import { compileAsync } from './async.ts';
import { FunctionContext } from '../context/function-context.ts';
import { compileAsyncGenerator } from '../back-ends/async-generators.ts';
import { compileGenerator } from '../back-ends/generators.ts';
import { asGenerator, emitGeneratorStart, looksLikeGenerator } from './generator-starts.ts';
import { emitStructured } from './structured.ts';
import { inferredName } from '../values/naming.ts';
import { selfOfDeclaration, selfOfExpression } from './self.ts';
import { rewriteFunction } from './rewrite-function.ts';

export type FunctionLike = t.FunctionDeclaration | t.FunctionExpression | t.ArrowFunctionExpression;

/** Compiles a declaration whose variable has moved to an expression. */
export function compileFunctionExpression(node: t.FunctionDeclaration, outer: FunctionContext): t.Expression {
  return compile(node, outer, true) as t.Expression;
}

export function compileFunction(node: FunctionLike, outer: FunctionContext): t.Node {
  return compile(node, outer, false);
}

/** Compiles a function, or rewrites in place one that cannot suspend. `asExpression`: a declaration that moved. */
function compile(node: FunctionLike, outer: FunctionContext, asExpression: boolean): t.Node {
  const info = infoOf(node, outer);
  const ctx = new FunctionContext(outer.program, info, outer);
  if (!info.compiled) return asMoved(rewriteFunction(node, ctx), asExpression, outer);
  if (info.async) return compileAsyncFunction(node, ctx, outer, asExpression);
  if (t.isFunctionDeclaration(node)) {
    if (!asExpression) {
      compileBody(node, ctx, selfOfDeclaration(node, info, outer));
      looksLikeGenerator(node, outer);
      return node;
    }
    return compileExpression(toExpression(node, outer), ctx, outer);
  }
  return compileExpression(node, ctx, outer);
}

function compileAsyncFunction(
  node: FunctionLike,
  ctx: FunctionContext,
  outer: FunctionContext,
  asExpression: boolean,
): t.Node {
  const compiled = asMoved(compileAnyAsync(node, ctx), asExpression, outer);
  if (t.isExpression(compiled)) return asGenerator(compiled, ctx, inferredName(node, outer));
  if (t.isFunctionDeclaration(compiled)) looksLikeGenerator(compiled, outer);
  return compiled;
}

/** What starts a greenlet of its own needs no name by which it knows itself. */
export function compileAnyAsync<N extends t.Function>(node: N, ctx: FunctionContext): N {
  return ctx.info.generator ? compileAsyncGenerator(node, ctx) : compileAsync(node, ctx);
}

function compileExpression(
  node: t.FunctionExpression | t.ArrowFunctionExpression,
  ctx: FunctionContext,
  outer: FunctionContext,
): t.Expression {
  const self = selfOfExpression(node, ctx.info, outer);
  compileBody(node, ctx, self.name);
  return needsSelf(ctx) ? asGenerator(self.finish(node), ctx, inferredName(node, outer)) : node;
}

/** Whether a function that has been compiled refers to itself. */
export function needsSelf(ctx: FunctionContext): boolean {
  return !ctx.isPrivate || ctx.suspends;
}

export function compileBody(node: t.Function, ctx: FunctionContext, self: string): void {
  if (ctx.info.generator) compileGenerator(node, ctx, self);
  else {
    emitGeneratorStart(ctx, self);
    emitStructured(node, ctx, self);
  }
}

export function infoOf(node: t.Node, ctx: FunctionContext): FunctionInfo {
  const info = ctx.program.analysis.infoOf.get(node);
  if (info === undefined) throw new Error(`no facts were recorded about this ${node.type}`);
  return info;
}

function asMoved(node: FunctionLike, asExpression: boolean, ctx: FunctionContext): t.Node {
  return asExpression && t.isFunctionDeclaration(node) ? toExpression(node, ctx) : node;
}

/** In sloppy code, declarations may have names that expressions of their kind may not. */
function mayBeOwnName({ id, async, generator }: t.FunctionDeclaration): boolean {
  return !((async && id?.name === 'await') || (generator && id?.name === 'yield'));
}

/** The declaration itself stays behind, to be recognised as moved. */
function toExpression(node: t.FunctionDeclaration, ctx: FunctionContext): t.FunctionExpression {
  const { analysis } = ctx.program;
  const isOwnName = mayBeOwnName(node);
  const id = isOwnName ? node.id : null;
  const expression = t.functionExpression(id, node.params, node.body, node.generator, node.async);
  expression.loc = node.loc ?? null;
  if (!isOwnName && node.id) inheritName(expression, node.id.name, analysis);
  inheritFunction(expression, node, infoOf(node, ctx), analysis);
  return expression;
}
