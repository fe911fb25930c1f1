import { types as t } from '@babel/core';
import { eachChild, isTypeOnly } from '../../syntax/children.ts';
import { boundNames, isFunctionBoundary } from './declare.ts';

/**
 * The function declarations in blocks of a sloppy function that are variables of the function, too (ECMA-262, B.3.2):
 * evaluating the declaration assigns to them. Not where a `var` of that name would be an error.
 */
export function findSloppyFunctions(body: t.Node, parameters: readonly string[]): t.FunctionDeclaration[] {
  const found: t.FunctionDeclaration[] = [];
  const statements = t.isBlockStatement(body) || t.isProgram(body) ? body.body : [];
  // Outside of blocks, any function is like a `var`.
  const lexical = statements.filter((statement) => !t.isFunctionDeclaration(statement)).flatMap(lexicalNames);
  const blocked = new Set([...parameters, ...lexical]);
  for (const statement of statements) visit(statement, blocked, found);
  return found;
}

function visit(node: t.Node, blocked: ReadonlySet<string>, found: t.FunctionDeclaration[]): void {
  if (isFunctionBoundary(node) || t.isExpression(node) || isTypeOnly(node)) return;
  const statements = statementsOf(node);
  const own = statements === null ? headNames(node) : statements.flatMap(lexicalNames);
  for (const statement of statements ?? []) {
    if (!isPlainFunction(statement) || !statement.id) continue;
    const { name } = statement.id;
    if (!blocked.has(name) && !own.includes(name)) found.push(statement);
  }
  const functions = (statements ?? []).flatMap((statement) => (isPlainFunction(statement) ? namesOf(statement) : []));
  const inside = own.length + functions.length === 0 ? blocked : new Set([...blocked, ...own, ...functions]);
  eachChild(node, (child) => visit(child, inside, found));
}

/** The statements of a block; null for anything else. */
function statementsOf(node: t.Node): t.Statement[] | null {
  if (t.isBlockStatement(node)) return node.body;
  return t.isSwitchStatement(node) ? node.cases.flatMap(({ consequent }) => consequent) : null;
}

export function isPlainFunction(node: t.Node): node is t.FunctionDeclaration {
  return t.isFunctionDeclaration(node) && !node.async && !node.generator;
}

function namesOf({ id }: t.FunctionDeclaration | t.ClassDeclaration): string[] {
  return id ? [id.name] : [];
}

function lexicalNames(statement: t.Node): string[] {
  if (t.isVariableDeclaration(statement)) {
    return statement.kind === 'var' ? [] : statement.declarations.flatMap(({ id }) => boundNames(id));
  }
  const isLexical =
    t.isClassDeclaration(statement) || (t.isFunctionDeclaration(statement) && !isPlainFunction(statement));
  return isLexical ? namesOf(statement) : [];
}

/** What the head of a loop or of a `catch` clause declares; a plain `catch (e)` tolerates a `var e`. */
function headNames(node: t.Node): string[] {
  if (t.isForStatement(node)) return node.init ? lexicalNames(node.init) : [];
  if (t.isForXStatement(node)) return lexicalNames(node.left);
  return t.isCatchClause(node) && node.param && !t.isIdentifier(node.param) ? boundNames(node.param) : [];
}
