import { types as t } from '@babel/core';
import { assign, at, block, breakTo, equal, labeled, num, when } from '../../syntax/build.ts';
import type { FunctionContext } from '../state/context.ts';
import { keep, lift } from '../expressions/expressions.ts';
import { withLabels } from './loops.ts';
import { emitScope, emitStatements } from './statements.ts';

/**
 * A `switch` is re-entered by dispatching once more on what it was entered with, which is saved:
 *
 *     t = value; switch (t) { case "a": ...; case "b": t = "b"; ... }
 *
 * A case that the one before falls into notes that it is the one running. Cases that are no literals, or equal ones, are
 * compared first, and their number is switched on instead.
 */
export function emitSwitch(node: t.SwitchStatement, ctx: FunctionContext, labels: readonly string[]): void {
  const value = keep(lift(node.discriminant, ctx), ctx);
  const scoped = emitScope(node, ctx, () => {
    const keys = hasLiteralCases(node)
      ? node.cases.map((branch) => literalKey(branch))
      : emitComparisons(node, value, ctx);
    const cases = ctx.jumps.inside({ kind: 'switch', labels }, () => emitCases(node, keys, value, ctx));
    const statement = withLabels(at(t.switchStatement(t.cloneNode(value), cases), node), labels);
    if (node.cases.some((branch) => ctx.yields(branch))) ctx.compound(statement);
    else ctx.add(statement);
  });
  if (ctx.yields(node)) addScoped(scoped, ctx, node);
}

function addScoped(statements: t.Statement[], ctx: FunctionContext, node: t.SwitchStatement): void {
  const inner = block(statements);
  if (node.cases.some((branch) => ctx.yields(branch) || ctx.yields(branch.test))) ctx.compound(inner);
  else ctx.add(inner);
}

/** Whether the cases can be told apart by their values: all are literals, no two of them equal. */
function hasLiteralCases({ cases }: t.SwitchStatement): boolean {
  const tests = cases.flatMap(({ test }) => (test ? [test] : []));
  const values = tests.filter(isLiteral).map((test) => (t.isNullLiteral(test) ? null : test.value));
  return values.length === tests.length && new Set(values).size === values.length;
}

/** Not one of a BigInt, which can be written in several ways. */
function isLiteral(test: t.Expression): test is t.StringLiteral | t.NumericLiteral | t.BooleanLiteral | t.NullLiteral {
  return t.isStringLiteral(test) || t.isNumericLiteral(test) || t.isBooleanLiteral(test) || t.isNullLiteral(test);
}

/** What to dispatch on to reach a case; null for `default`. */
type Key = t.Expression | null;

function literalKey({ test }: t.SwitchCase): Key {
  return test ?? null;
}

/** Compares in order, as `switch` would; then the variable holds the number of the case. */
function emitComparisons(node: t.SwitchStatement, value: t.Identifier, ctx: FunctionContext): Key[] {
  const label = ctx.program.unique('matched');
  const before = ctx.lastYieldPoint;
  const statements = ctx.inSequence(() => {
    node.cases.forEach(({ test }, index) => {
      if (!test) return;
      const isMatch = equal(t.cloneNode(value), lift(test, ctx));
      ctx.add(when(isMatch, [block([assign(t.cloneNode(value), num(index)), breakTo(label)])]));
    });
    ctx.add(assign(t.cloneNode(value), num(-1)));
  });
  const matching = labeled(label, block(statements));
  if (ctx.lastYieldPoint > before) ctx.compound(matching);
  else ctx.add(matching);
  return node.cases.map(({ test }, index) => (test ? num(index) : null));
}

function emitCases(node: t.SwitchStatement, keys: Key[], value: t.Identifier, ctx: FunctionContext): t.SwitchCase[] {
  return node.cases.map((branch, index) => {
    const key = keys[index] ?? null;
    const statements = ctx.inSequence(() => {
      if (index > 0 && fallsThrough(node.cases[index - 1] as t.SwitchCase)) {
        ctx.sequence.always(assign(t.cloneNode(value), key === null ? ctx.helper('SUSPENDED') : t.cloneNode(key)));
      }
      emitStatements(branch.consequent, ctx);
    });
    return at(t.switchCase(key === null ? null : t.cloneNode(key), statements), branch);
  });
}

function fallsThrough({ consequent }: t.SwitchCase): boolean {
  const last = consequent[consequent.length - 1];
  return last === undefined || !(t.isCompletionStatement(last) || (t.isBlockStatement(last) && endsWithJump(last)));
}

function endsWithJump({ body }: t.BlockStatement): boolean {
  const last = body[body.length - 1];
  return last !== undefined && t.isCompletionStatement(last);
}
