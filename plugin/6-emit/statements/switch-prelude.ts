import { types as t } from '@babel/core';
import { block, id, let_, run, sequence, set } from '../../syntax/build.ts';
import type { FunctionContext } from '../context/function-context.ts';

/**
 * What must come first in the scope of a native `switch`, in which nothing comes before the first test:
 *
 *     { let f_self; switch (x) { case (f_self = f, 1): ... function f() {...} } }
 */
export function withSwitchPrelude(node: t.SwitchStatement, ctx: FunctionContext): t.Statement {
  const prelude = ctx.program.preludes.get(node);
  if (prelude === undefined) return node;
  const names = prelude.flatMap((statement) => (t.isVariableDeclaration(statement) ? namesIn(statement) : []));
  runFirst(prelude.flatMap(actionsOf), node);
  return names.length === 0 ? node : block([...names.map((name) => let_(name)), node]);
}

function namesIn({ declarations }: t.VariableDeclaration): string[] {
  return declarations.map((declarator) => (declarator.id as t.Identifier).name);
}

function actionsOf(statement: t.Statement): t.Expression[] {
  if (!t.isVariableDeclaration(statement)) return [(statement as t.ExpressionStatement).expression];
  return statement.declarations.flatMap(({ id: name, init }) =>
    init ? [set(id((name as t.Identifier).name), init)] : [],
  );
}

/** Of all tests, the first is always evaluated; if there is none, the default case always runs. */
function runFirst(actions: t.Expression[], { cases }: t.SwitchStatement): void {
  if (actions.length === 0) return;
  const first = cases.find(({ test }) => test !== null && test !== undefined);
  if (first?.test) first.test = sequence(...actions, first.test);
  else cases[0]?.consequent.unshift(...actions.map(run));
}
