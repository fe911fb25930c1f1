import { types as t } from '@babel/core';
import { assign, at, atMost, block, breakTo, choose, equal, labeled, num, undef, when } from '../../syntax/build.ts';
import { contains } from '../../syntax/children.ts';
import type { FunctionContext } from '../context/function-context.ts';
import { lift, rewriteExpression } from '../context/dispatch.ts';
import { keep } from '../values/keep.ts';
import { withLabels } from './loops/labels.ts';
import { emitScope, emitStatements } from './blocks.ts';

/**
 * A `switch` is re-entered by dispatching on the case that has the yield point:
 *
 *     t = value; switch (pc ? pc <= 2 ? "a" : "b" : t) { case "a": ...; case "b": ... }
 *
 * So `pc` alone leads to a yield point, as everywhere. Cases that are no literals, or equal ones, are compared first, and their number
 * is switched on instead.
 */
export function emitSwitch(node: t.SwitchStatement, ctx: FunctionContext, labels: readonly string[]): void {
  const value = keep(lift(node.discriminant, ctx), ctx);
  const scoped = emitScope(node, ctx, () => {
    const keys = emitKeys(node, value, ctx);
    const { cases, entries } = ctx.jumps.inside({ kind: 'switch', labels }, () => emitCases(node, keys, ctx));
    const statement = withLabels(at(t.switchStatement(dispatch(value, entries, ctx), cases), node), labels);
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

function emitKeys(node: t.SwitchStatement, value: t.Identifier, ctx: FunctionContext): Key[] {
  if (hasLiteralCases(node)) return node.cases.map((branch) => literalKey(branch));
  if (!ctx.backEnd.keepsVariables) return emitComparisons(node, value, ctx);
  const tests = node.cases.map(({ test }) => test ?? null);
  if (!tests.some((test) => ctx.yields(test))) return tests.map((test) => test && rewriteExpression(test, ctx));
  // Its variables stay where they are declared, which is not in reach here.
  for (const test of tests) if (test && usesVariablesOf(node, test, ctx)) throw ctx.program.refuse(test);
  return emitComparisons(node, value, ctx);
}

function usesVariablesOf(scope: t.Node, node: t.Node, ctx: FunctionContext): boolean {
  const { scopeOf, refOf } = ctx.program.analysis;
  const bindings = scopeOf.get(scope)?.bindings;
  return contains(node, (part) => {
    const binding = refOf.get(part)?.binding ?? null;
    return binding !== null && bindings?.get(binding.name) === binding;
  });
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
  ctx.addSince(before, matching);
  return node.cases.map(({ test }, index) => (test ? num(index) : null));
}

/** A case with yield points: what leads to it, and the number of the last. */
interface Entry {
  readonly key: Key;
  readonly last: number;
}

function emitCases(
  node: t.SwitchStatement,
  keys: Key[],
  ctx: FunctionContext,
): { cases: t.SwitchCase[]; entries: Entry[] } {
  const entries: Entry[] = [];
  const cases = node.cases.map((branch, index) => {
    const key = keys[index] ?? null;
    const before = ctx.lastYieldPoint;
    const statements = ctx.inSequence(() => emitStatements(branch.consequent, ctx));
    if (ctx.lastYieldPoint > before) entries.push({ key, last: ctx.lastYieldPoint });
    return at(t.switchCase(key === null ? null : t.cloneNode(key), statements), branch);
  });
  return { cases, entries };
}

/** `pc ? pc <= 2 ? "a" : "b" : value` */
function dispatch(value: t.Identifier, entries: readonly Entry[], ctx: FunctionContext): t.Expression {
  const normal = t.cloneNode(value);
  if (entries.length === 0) return normal;
  const keys = entries.map(({ key, last }) => ({ key: key === null ? undef() : t.cloneNode(key), last }));
  const final = keys.pop() as (typeof keys)[number];
  const reentered = keys.reduceRight((rest, { key, last }) => choose(atMost(ctx.pc, last), key, rest), final.key);
  return choose(ctx.isReentry(), reentered, normal);
}
