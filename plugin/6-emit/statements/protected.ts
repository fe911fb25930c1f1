import type { types as t } from '@babel/core';
import { assign, id, num } from '../../syntax/build.ts';
import type { FunctionContext } from '../context/function-context.ts';
import { mayGiveUpJumps, type Completions } from '../context/jumps.ts';

export function protect(ctx: FunctionContext, emit: () => t.Statement[]): t.Statement[] {
  ctx.protectedDepth++;
  const statements = emit();
  ctx.protectedDepth--;
  return statements;
}

/** Emits `attempt` so that `finish` runs however it ends; see `emitFinally`. */
export function emitProtected(
  ctx: FunctionContext,
  attempt: (record: Completions) => void,
  finish: (record: Completions) => void,
): void {
  ctx.backEnd.emitProtected(attempt, finish, ctx);
}

/** A record of how something ends: with kind 0 until it has ended otherwise. */
export function beginRecord(ctx: FunctionContext): Completions {
  const kind = ctx.temporary().name;
  const value = ctx.temporary().name;
  ctx.add(assign(id(kind), num(0)));
  return { label: ctx.program.unique('tried'), kind, value, jumps: [] };
}

/** The statements of `attempt`. Who gets to their end has given up all jumps that were recorded. */
export function attemptOnce(
  record: Completions,
  attempt: (record: Completions) => void,
  ctx: FunctionContext,
): t.Statement[] {
  const statements = ctx.inSequence(() => attempt(record));
  if (record.jumps.length === 0 || !statements.some(mayGiveUpJumps)) return statements;
  return [...statements, assign(id(record.kind), num(0))];
}
