import type { types as t } from '@babel/core';
import { at, labeled } from '../../../syntax/build.ts';
import type { FunctionContext } from '../../context/function-context.ts';

/** A loop is left and re-entered like any other statement: what decides whether to go on is skipped on re-entry. */
export function addLoop(loop: t.Statement, labels: readonly string[], origin: t.Node, ctx: FunctionContext): void {
  ctx.compound(withLabels(at(loop, origin), labels));
}

export function withLabels(statement: t.Statement, labels: readonly string[]): t.Statement {
  return labels.reduceRight((inner, label) => labeled(label, inner), statement);
}
