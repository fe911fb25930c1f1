import { types as t } from '@babel/core';
import { eachChild } from '../syntax/children.ts';
import { nodesOf, type NodeList } from '../syntax/node-list.ts';

/**
 * In sloppy code, the variable of a `for...in` may have an initial value, which is evaluated first, and once:
 *
 *     for (var key = first() in object) {}   =>   for (var key in (key = first(), object)) {}
 *
 * Input: the marked nodes, and the nodes of the program as it was parsed.
 */
export function writeOutForInInitializers(program: t.Program, list: NodeList, marked: ReadonlySet<t.Node>): void {
  if (program.sourceType !== 'module' && nodesOf(list, 'ForInStatement').some(isInitialized))
    visit(program, marked, false);
}

function isInitialized({ left }: t.ForInStatement): boolean {
  return t.isVariableDeclaration(left) && left.declarations.some(({ init }) => init);
}

function visit(node: t.Node, marked: ReadonlySet<t.Node>, inMarked: boolean): void {
  if (inMarked && node.type === 'ForInStatement') writeOut(node);
  eachChild(node, (child) => visit(child, marked, t.isFunction(child) ? marked.has(child) : inMarked));
}

function writeOut(loop: t.ForInStatement): void {
  if (!t.isVariableDeclaration(loop.left)) return;
  const [variable] = loop.left.declarations;
  if (!t.isIdentifier(variable?.id) || !variable.init) return;
  const assignment = t.assignmentExpression('=', t.identifier(variable.id.name), variable.init);
  variable.init = null;
  loop.right = t.sequenceExpression([assignment, loop.right]);
}
