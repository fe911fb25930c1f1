import { types as t } from '@babel/core';
import { assign, block, callOf, id, labeled, set, num } from '../../syntax/build.ts';
import { enter, entryOf, patternOf } from '../statements/catch-clauses.ts';
import type { FunctionContext } from '../context/function-context.ts';
import { emitBody } from '../statements/blocks.ts';
import { attemptOnce, beginRecord } from '../statements/protected.ts';
import { emitNativePattern } from './native-variables.ts';
import { CAUGHT } from '../values/origins.ts';
import { refreshOpen } from './open.ts';
import { withoutAnnouncement } from '../statements/try.ts';
import type { Completions } from '../context/jumps.ts';

/** A generator keeps its native `try`; an error or a return that comes from outside says anew who resumed it. */
export function emitTryInGenerator({ block: body, handler, finalizer }: t.TryStatement, ctx: FunctionContext): void {
  const attempt = block(emitBody(body, ctx));
  const clause = handler ? emitClause(handler, ctx) : null;
  const ending = finalizer ? block([...refreshOpen(ctx), ...withoutAnnouncement(emitBody(finalizer, ctx), ctx)]) : null;
  ctx.compound(t.tryStatement(attempt, clause, ending));
}

function emitClause(handler: t.CatchClause, ctx: FunctionContext): t.CatchClause {
  const entry = entryOf(handler, ctx);
  const error = t.isIdentifier(handler.param) ? handler.param : id(ctx.program.unique('error'));
  const pattern = patternOf(handler);
  const takeApart = (value: t.Expression): t.Statement[] =>
    ctx.inSequence(() => emitNativePattern(t.variableDeclaration('let', []), pattern as t.LVal, value, CAUGHT, ctx));
  const body = enter(entry, error, pattern && takeApart, [block(emitBody(handler.body, ctx))], ctx);
  return t.catchClause(error, block([...refreshOpen(ctx), ...body]));
}

/** `kind = 0; try { ... } catch (error) { kind = 1; throw value = error; } finally { ... }` */
export function emitProtectedInGenerator(
  attempt: (record: Completions) => void,
  finish: (record: Completions) => void,
  ctx: FunctionContext,
): void {
  const record = beginRecord(ctx);
  const { kind, value } = record;
  const error = ctx.program.unique('error');
  const body = block(attemptOnce(record, attempt, ctx));
  const rethrow = t.throwStatement(set(id(value), callOf(ctx.helper('caughtAll'), id(error))));
  const clause = t.catchClause(id(error), block([...refreshOpen(ctx), assign(id(kind), num(1)), rethrow]));
  const ending = block([...refreshOpen(ctx), ...ctx.inSequence(() => finish(record))]);
  ctx.add(labeled(record.label, t.tryStatement(body, clause, ending)));
}
