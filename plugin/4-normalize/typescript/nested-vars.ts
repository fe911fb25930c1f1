import { types as t } from '@babel/core';
import { isTypeOnly } from '../../syntax/children.ts';
import { boundNames, isFunctionBoundary } from '../../3-analyze/scopes/declare.ts';

/**
 * A `var` in a block, loop or branch is a variable of the module, which exports and functions around may mean:
 *
 *     for (var i = 0, n = f(); i < n; i++);   =>   for (i = 0, n = f(); i < n; i++);
 *
 * Input: a statement that is to move into an arrow. Output: the names of the variables, which the caller declares;
 * the declarations in the statement have become assignments.
 */
export function moveNestedVars(statement: t.Node): string[] {
  if (isFunctionBoundary(statement) || t.isExpression(statement) || isTypeOnly(statement)) return [];
  const names: string[] = [];
  for (const key of t.VISITOR_KEYS[statement.type] ?? []) {
    const parent = statement as unknown as Record<string, Child | Child[]>;
    const child = parent[key];
    if (Array.isArray(child)) parent[key] = child.map((each) => moved(each, statement, key, names));
    else parent[key] = moved(child, statement, key, names);
  }
  return names;
}

type Child = t.Node | null | undefined;

function moved(child: Child, parent: t.Node, key: string, names: string[]): Child {
  if (child === null || child === undefined) return child;
  if (!t.isVariableDeclaration(child, { kind: 'var' })) {
    names.push(...moveNestedVars(child));
    return child;
  }
  names.push(...child.declarations.flatMap(({ id }) => boundNames(id)));
  if (key === 'left' && t.isForXStatement(parent)) return child.declarations[0]?.id;
  const values = child.declarations.flatMap(({ id, init }) =>
    init ? [t.assignmentExpression('=', id as t.Identifier, init)] : [],
  );
  const [first] = values;
  const value = values.length > 1 ? t.sequenceExpression(values) : (first ?? null);
  if (key === 'init' && t.isForStatement(parent)) return value;
  return t.inherits(value === null ? t.emptyStatement() : t.expressionStatement(value), child);
}
