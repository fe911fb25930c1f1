import { types as t } from '@babel/core';
import { isWrapper } from '../../syntax/children.ts';
import type { FunctionContext } from './function-context.ts';

type Handler<R> = (node: t.Node, ctx: FunctionContext, labels: readonly string[]) => R;
type Table<R> = Readonly<Partial<Record<string, Handler<R>>>>;

/**
 * Emits the parts of an expression that can suspend, as statements in the order of evaluation, and returns what is
 * left: an expression without yield points, to be used before anything else is emitted.
 *
 *     return x + f(y);      =>      result = f(y) [yield point];  return x + result;
 */
export function lift(node: t.Expression, ctx: FunctionContext): t.Expression {
  if (!ctx.yields(node)) return rewriteExpression(node, ctx);
  if (isWrapper(node)) return lift(node.expression, ctx);
  const handler = (ctx.backEnd.lifters as Table<t.Expression>)[node.type];
  if (handler === undefined) throw ctx.program.refuse(node);
  return handler(node, ctx, []);
}

/** Emits a statement into the current sequence. */
export function emitStatement(node: t.Statement, ctx: FunctionContext, labels: readonly string[] = []): void {
  if (!ctx.yields(node)) return ctx.add(...rewriteStatement(node, ctx));
  const handler = (ctx.backEnd.emitters as Table<void>)[node.type];
  if (handler === undefined) throw ctx.program.refuse(node);
  handler(node, ctx, labels);
}

/**
 * Rewrites code without yield points (or the code of a generator): references to variables that moved, jumps out of
 * lowered statements, and the functions in it. Statements and expressions otherwise stay as they are.
 */
export function rewrite<N extends t.Node>(node: N, ctx: FunctionContext): N {
  return rewriteNode(node, ctx) as N;
}

export function rewriteExpression(node: t.Expression, ctx: FunctionContext): t.Expression {
  return rewriteNode(node, ctx) as t.Expression;
}

export function rewriteNode(node: t.Node, ctx: FunctionContext): t.Node {
  const { rewriters, rewriteOther } = ctx.program.handlers;
  const handler = (rewriters as Table<t.Node>)[node.type] ?? rewriteOther;
  return handler(node, ctx, []);
}

/** A statement without yield points may become none, or several. */
export function rewriteStatement(node: t.Statement, ctx: FunctionContext): t.Statement[] {
  const statements = keepComments(rewriteAlone(node, ctx), node);
  const declaration = t.isExportDeclaration(node) && 'declaration' in node ? node.declaration : node;
  const epilogue = declaration && ctx.program.epilogues.get(declaration);
  return epilogue ? [...statements, ...epilogue] : statements;
}

/** The same without what must follow its declaration. */
export function rewriteAlone(node: t.Statement, ctx: FunctionContext): t.Statement[] {
  return ctx.program.handlers.rewriteStatement(node, ctx);
}

/** A declaration whose variable has moved. */
export function functionExpression(node: t.FunctionDeclaration, ctx: FunctionContext): t.Expression {
  return ctx.program.handlers.functionExpression(node, ctx);
}

/** Comments of a statement that was replaced. */
function keepComments(statements: t.Statement[], origin: t.Statement): t.Statement[] {
  const first = statements[0];
  const last = statements[statements.length - 1];
  if (first === undefined || last === undefined || first === origin) return statements;
  first.leadingComments ??= origin.leadingComments ?? null;
  last.trailingComments ??= origin.trailingComments ?? null;
  return statements;
}
