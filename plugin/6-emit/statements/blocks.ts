import { types as t } from '@babel/core';
import { at, block } from '../../syntax/build.ts';
import type { FunctionContext } from '../context/function-context.ts';
import { emitDisposing } from './disposal.ts';
import { isUsing } from '../../syntax/evaluation/may-block.ts';
import { movedScope, openBox, scopeEntry, withPrelude } from '../variables/scopes.ts';
import { emitStatement } from '../context/dispatch.ts';

export function emitStatements(statements: readonly t.Statement[], ctx: FunctionContext): void {
  const using = statements.find(isUsing);
  if (using !== undefined) emitDisposing(using, ctx, () => emitEach(statements, ctx));
  else emitEach(statements, ctx);
}

export function emitEach(statements: readonly t.Statement[], ctx: FunctionContext): void {
  for (const statement of statements) {
    ctx.sequence.begin(statement);
    ctx.withTemporaries(() => emitStatement(statement, ctx));
  }
  const last = statements[statements.length - 1];
  if (last !== undefined) ctx.sequence.end(last);
}

/** The statements of a block with yield points, with what its scope needs. */
export function emitScope(node: t.Node, ctx: FunctionContext, emit: () => void): t.Statement[] {
  const statements = ctx.inSequence(() => {
    const scope = movedScope(node, ctx);
    if (scope !== null) openBox(scope, ctx);
    ctx.add(...scopeEntry(node, ctx));
    emit();
  });
  return withPrelude(node, statements, ctx);
}

export function emitBlock(node: t.BlockStatement, ctx: FunctionContext): void {
  const statements = emitScope(node, ctx, () => emitStatements(node.body, ctx));
  ctx.compound(at(block(statements), node));
}

/** A statement in a sequence of its own, as the body of a loop or of a branch. */
export function emitBody(node: t.Statement, ctx: FunctionContext): t.Statement[] {
  if (t.isBlockStatement(node) && ctx.yields(node)) return emitScope(node, ctx, () => emitStatements(node.body, ctx));
  return ctx.inSequence(() => emitStatements([node], ctx));
}
