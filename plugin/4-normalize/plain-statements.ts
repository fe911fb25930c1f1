import { types as t } from '@babel/core';
import { isInitializer } from '../1-mark/mark.ts';
import { eachChild } from '../syntax/children.ts';
import { nodesOf, placesOf, type NodeList } from '../syntax/node-list.ts';
import { writeOutEnums } from './typescript/namespaces.ts';

/**
 * Replaces statements of marked code by others that mean the same and are easier to compile.
 *
 *     if (x) function f() {}   =>   if (x) { function f() {} }
 *
 * Input: the marks, and the nodes of the program. Output: the branches of `if` are no functions, and enums in blocks that may block are assignments.
 *
 * @param isMarked whether code that belongs to no function, class or initializer is marked
 */
export function writePlainStatements(
  program: t.Program,
  list: NodeList,
  marked: ReadonlySet<t.Node>,
  isMarked: boolean,
): void {
  const isNeeded =
    placesOf(list, 'TSEnumDeclaration').length > 0 || nodesOf(list, 'IfStatement').some(hasFunctionBranch);
  if (isNeeded) visit(program, isMarked, marked);
}

function hasFunctionBranch({ consequent, alternate }: t.IfStatement): boolean {
  return t.isFunctionDeclaration(consequent) || t.isFunctionDeclaration(alternate);
}

function visit(node: t.Node, around: boolean, marked: ReadonlySet<t.Node>): void {
  const isMarked = t.isFunction(node) || t.isClass(node) || isInitializer(node) ? marked.has(node) : around;
  if (isMarked) rewrite(node);
  eachChild(node, (child) => visit(child, isMarked, marked));
}

function rewrite(node: t.Node): void {
  if (t.isIfStatement(node)) wrapFunctions(node);
  else if (t.isBlockStatement(node) || t.isStaticBlock(node)) node.body = withoutEnums(node.body);
  else if (t.isSwitchCase(node)) node.consequent = withoutEnums(node.consequent);
}

function withoutEnums(statements: t.Statement[]): t.Statement[] {
  return statements.some((statement) => t.isTSEnumDeclaration(statement)) ? writeOutEnums(statements) : statements;
}

function wrapFunctions(node: t.IfStatement): void {
  if (t.isFunctionDeclaration(node.consequent)) node.consequent = t.blockStatement([node.consequent]);
  if (t.isFunctionDeclaration(node.alternate)) node.alternate = t.blockStatement([node.alternate]);
}
