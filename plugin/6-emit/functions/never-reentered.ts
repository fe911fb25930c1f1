import { types as t } from '@babel/core';
import { num } from '../../syntax/build.ts';

/**
 * A function all of whose yield points turn out to be tail calls is never re-entered. What asks whether it is being re-entered
 * gets its answer, since there is no `pc`:
 *
 *     for (; pc || i < n; i++) if (a[i]) return f();   =>   for (; i < n; i++) if (a[i]) return f();
 */
export function answerReentry(statements: readonly t.Statement[], pc: string): void {
  for (const statement of statements) answerIn(statement, pc);
}

/** The functions inside have a `pc` of their own. */
function answerIn(node: t.Node, pc: string): void {
  if (t.isFunction(node)) return;
  const fields = node as unknown as Record<string, unknown>;
  for (const key of t.VISITOR_KEYS[node.type] ?? []) {
    const child = fields[key];
    if (Array.isArray(child)) fields[key] = (child as (t.Node | null)[]).map((each) => each && answered(each, pc));
    else if (child) fields[key] = answered(child as t.Node, pc);
  }
}

function answered(node: t.Node, pc: string): t.Node {
  const answer = answerTo(node, pc);
  if (answer !== node) return answered(answer, pc);
  answerIn(node, pc);
  return node;
}

function answerTo(node: t.Node, pc: string): t.Node {
  const asks = (test: t.Node): boolean => t.isIdentifier(test, { name: pc });
  const asksNot = (test: t.Node): boolean => t.isUnaryExpression(test, { operator: '!' }) && asks(test.argument);
  if (t.isLogicalExpression(node, { operator: '||' }) && asks(node.left)) return node.right;
  if (t.isLogicalExpression(node, { operator: '&&' }) && asksNot(node.left)) return node.right;
  if (t.isConditionalExpression(node) && asks(node.test)) return node.alternate;
  if (t.isIfStatement(node) && asksNot(node.test)) return node.consequent;
  return asks(node) ? num(0) : node;
}
