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
 * Input: the marks, and the nodes of the program. Output: the branches of `if` are no functions, enums in blocks that may block are
 * assignments, and what TypeScript's `declare` says of variables and classes is not in blocks any more.
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
    placesOf(list, 'TSEnumDeclaration').length > 0 ||
    nodesOf(list, 'IfStatement').some(hasFunctionBranch) ||
    nodesOf(list, 'ClassDeclaration').some(isAmbient) ||
    nodesOf(list, 'VariableDeclaration').some(isAmbient);
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
  else if (t.isBlockStatement(node) || t.isStaticBlock(node)) node.body = plain(node.body);
  else if (t.isSwitchCase(node)) node.consequent = plain(node.consequent);
}

function plain(statements: t.Statement[]): t.Statement[] {
  const real = statements.some(isAmbient) ? statements.filter((statement) => !isAmbient(statement)) : statements;
  return real.some((statement) => t.isTSEnumDeclaration(statement)) ? writeOutEnums(real) : real;
}

/** `declare class C {}` and `declare const x: T` */
function isAmbient(node: t.Node): boolean {
  return (node.type === 'ClassDeclaration' || node.type === 'VariableDeclaration') && node.declare === true;
}

function wrapFunctions(node: t.IfStatement): void {
  if (t.isFunctionDeclaration(node.consequent)) node.consequent = t.blockStatement([node.consequent]);
  if (t.isFunctionDeclaration(node.alternate)) node.alternate = t.blockStatement([node.alternate]);
}
