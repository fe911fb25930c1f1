import { types as t } from '@babel/core';
import { assign, block, callOf, id, labeled, num } from '../../syntax/build.ts';
import type { FunctionContext } from '../context/function-context.ts';
import type { Completions } from '../context/jumps.ts';
import { attemptOnce, beginRecord, protect } from '../statements/protected.ts';

/** What is left to do runs after the native `try`, where it can be re-entered. */
export function emitProtectedReentrantly(
  attempt: (record: Completions) => void,
  finish: (record: Completions) => void,
  ctx: FunctionContext,
): void {
  const record = beginRecord(ctx);
  const { kind, value } = record;
  const error = ctx.program.unique('error');
  const before = ctx.lastYieldPoint;
  const statements = protect(ctx, () =>
    ctx.jumps.inside({ kind: 'finally', labels: [], record }, () => attemptOnce(record, attempt, ctx)),
  );
  const clause = t.catchClause(
    id(error),
    block([assign(id(kind), num(1)), assign(id(value), callOf(ctx.helper('caughtAll'), id(error)))]),
  );
  const tried = labeled(record.label, t.tryStatement(block(statements), clause));
  ctx.addSince(before, tried);
  finish(record);
  ctx.add(...ctx.jumps.emitContinuation(record));
}
