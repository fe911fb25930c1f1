import { types as t } from '@babel/core';
import { block, labeled, not, when } from '../../../syntax/build.ts';
import type { FunctionContext } from '../../context/function-context.ts';
import { lift } from '../../context/dispatch.ts';
import { emitBody } from '../blocks.ts';
import { addLoop } from './labels.ts';

export function inLoop<R>(labels: readonly string[], ctx: FunctionContext, emit: () => R): R {
  return ctx.jumps.inside({ kind: 'loop', labels }, emit);
}

export interface LoopParts {
  test?: t.Expression | null | undefined;
  body: t.Statement;
  after?: (() => void) | undefined;
  /** Statements at the start of each round, also when it is re-entered. */
  opening?: t.Statement[];
  /** Statements between the body and `after`. */
  between?: t.Statement[];
}

/**
 * A loop whose test or update contains yield points (or whose closures need fresh variables each round):
 *
 *     for (;;) { ...test...; if (!test) break; body: { ... } ...update... }
 */
export function emitGeneralLoop(
  parts: LoopParts,
  origin: t.Node,
  ctx: FunctionContext,
  labels: readonly string[],
): void {
  const bodyLabel = ctx.program.unique('body');
  const statements = ctx.inSequence(() => {
    for (const statement of parts.opening ?? []) ctx.sequence.always(statement);
    const { test } = parts;
    if (test) ctx.withTemporaries(() => emitExit(test, ctx));
    const before = ctx.lastYieldPoint;
    const body = ctx.jumps.inside({ kind: 'loop', labels, continueLabel: bodyLabel }, () => emitBody(parts.body, ctx));
    const inner = labeled(bodyLabel, block(body));
    ctx.addSince(before, inner);
    ctx.add(...(parts.between ?? []));
    const { after } = parts;
    if (after !== undefined) ctx.withTemporaries(after);
  });
  addLoop(t.forStatement(null, null, null, block(statements)), labels, origin, ctx);
}

export function emitExit(test: t.Expression, ctx: FunctionContext): void {
  const value = lift(test, ctx);
  ctx.add(when(not(value), [t.breakStatement()]));
}
