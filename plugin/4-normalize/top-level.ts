import { types as t } from '@babel/core';
import { isTypeOnly } from '../syntax/children.ts';
import type { Resolution, LateVariable } from '../3-analyze/model.ts';
import { iterationTest } from '../3-analyze/yield-points/iterations.ts';
import { isMovedByVitest } from '../3-analyze/yield-points/vitest.ts';
import { hasDecorators } from '../syntax/classes/decorated.ts';
import { giveName } from '../syntax/names/naming.ts';
import { isAnonymous } from '../syntax/build.ts';
import { writeOutAliases } from './typescript/import-aliases.ts';
import { canBeWritten, writeOutNamespaces } from './typescript/namespaces.ts';
import { moveNestedVars } from './typescript/nested-vars.ts';
import { LateVariables } from './late-variables.ts';
import { isUsing, mayBlock } from '../syntax/evaluation/may-block.ts';
import { uniqueName } from '../syntax/names/unique-name.ts';

/**
 * The top level of an ES module whose directive marks the whole file may block, too: it runs in a greenlet that the
 * module awaits.
 *
 *     const text = readFileSync(path);   =>   let text; await topLevel(() => { text = readFileSync(path); });
 *
 * Input: a marked module. Output: the arrows that hold its statements are marked, and awaited. Functions, imports, exports
 * without a value, classes that cannot block while they are defined, and what Vitest moves before the imports stay where they are.
 *
 * @param analysis of the program as it is
 * @returns the variables that are initialized in such an arrow
 */
export function wrapTopLevel(
  program: t.Program,
  marked: Set<t.Node>,
  isPure: (call: t.Node) => boolean,
  analysis: Resolution,
): ReadonlyMap<string, LateVariable> {
  const { names } = analysis;
  const late = new LateVariables(analysis);
  if (program.body.some(isUsing)) program.body = writeOutAliases(program.body);
  // What `using` declares is disposed of at the end: all that follows belongs to it.
  const disposes = program.body.some(isUsing) && program.body.every(canBelongToUsing);
  const iterates = iterationTest(analysis);
  // Iterating rarely waits: for that alone, no module is made to wait.
  const waits = program.body.some((statement) => mayBlock(statement, isPure));
  const blocks = (node: t.Node): boolean => disposes || (waits && mayBlock(node, isPure, iterates));
  const body = writeOutNamespaces(program.body, blocks, { names, marked });
  const statements = body.flatMap((statement) => (blocks(statement) ? asVariable(statement, names) : [statement]));
  const result: t.Statement[] = [];
  let group: t.Statement[] = [];
  const close = (): void => {
    result.push(...(group.some(blocks) ? wrap(group, marked, { names, late }) : group));
    group = [];
  };
  for (const statement of statements) {
    if (isMovedByVitest(statement, analysis)) result.push(statement);
    else if (canBeWrapped(statement) && (disposes || !isUsing(statement))) group.push(statement);
    else if (standsAnywhere(statement) || disposes) result.push(statement);
    else {
      close();
      result.push(statement);
    }
  }
  close();
  program.body = result;
  return late.found;
}

/** Whether a statement can be wrapped, by way of a variable if need be, or stays the same wherever it stands. */
function canBelongToUsing(statement: t.Statement): boolean {
  const declaration = 'declaration' in statement ? (statement.declaration ?? statement) : statement;
  if (isTypeOnly(declaration)) return true;
  if (t.isClass(declaration)) return !hasDecorators(declaration);
  if (t.isTSModuleDeclaration(declaration)) return canBeWritten(declaration);
  return !t.isTSImportEqualsDeclaration(declaration) && !t.isTSExportAssignment(declaration);
}

/** Whether it does the same wherever it stands. */
function standsAnywhere(statement: t.Statement): boolean {
  const isList = t.isExportNamedDeclaration(statement) && !statement.declaration && !statement.source;
  return t.isFunctionDeclaration(statement) || isTypeDeclaration(statement) || isList;
}

function canBeWrapped(statement: t.Statement): boolean {
  if (t.isExportNamedDeclaration(statement))
    return t.isVariableDeclaration(statement.declaration) && !statement.declaration.declare;
  if (t.isVariableDeclaration(statement)) return statement.declare !== true;
  return !t.isDeclaration(statement);
}

function isTypeDeclaration(statement: t.Statement): boolean {
  return t.isTSInterfaceDeclaration(statement) || t.isTSTypeAliasDeclaration(statement);
}

/**
 * Classes, and values that are exported by default, as variables:
 *
 *     export default f();   =>   let exported = f(); export { exported as default };
 *     export class C extends f() {}   =>   export let C = class C extends f() {};
 */
function asVariable(statement: t.Statement, names: Set<string>): t.Statement[] {
  if (t.isClassDeclaration(statement)) return canBeVariable(statement) ? [variableOf(statement)] : [statement];
  if (t.isExportNamedDeclaration(statement)) {
    const { declaration } = statement;
    if (t.isClassDeclaration(declaration) && canBeVariable(declaration))
      statement.declaration = variableOf(declaration);
    return [statement];
  }
  if (!t.isExportDefaultDeclaration(statement)) return [statement];
  const { declaration } = statement;
  if (t.isClassDeclaration(declaration)) {
    if (!canBeVariable(declaration)) return [statement];
    if (declaration.id) return [withComments(variableOf(declaration), statement), exportAsDefault(declaration.id.name)];
    return defaultVariable(t.toExpression(declaration), statement, names);
  }
  return t.isExpression(declaration) ? defaultVariable(declaration, statement, names) : [statement];
}

/** Decorators of another plugin may depend on the declaration. */
function canBeVariable(node: t.ClassDeclaration): boolean {
  return !hasDecorators(node) && node.declare !== true;
}

function variableOf(node: t.ClassDeclaration): t.VariableDeclaration {
  node.abstract = null;
  const name = node.id?.name ?? '';
  return withComments(letVariable(name, t.toExpression(node)), node);
}

function defaultVariable(value: t.Expression, origin: t.Statement, names: Set<string>): t.Statement[] {
  const name = uniqueName('exported', names);
  const named = isAnonymous(value) ? giveName(value, 'default') : value;
  return [withComments(letVariable(name, named), origin), exportAsDefault(name)];
}

function exportAsDefault(name: string): t.Statement {
  return t.exportNamedDeclaration(null, [t.exportSpecifier(t.identifier(name), t.identifier('default'))]);
}

function letVariable(name: string, value: t.Expression): t.VariableDeclaration {
  return t.variableDeclaration('let', [t.variableDeclarator(t.identifier(name), value)]);
}

function withComments<N extends t.Statement>(node: N, origin: t.Node): N {
  node.leadingComments = origin.leadingComments ?? null;
  origin.leadingComments = null;
  return node;
}

interface Variables {
  /** All names of the program. */
  names: Set<string>;
  late: LateVariables;
}

/** `await` of the bare arrow for now: the emitter makes the call, when it knows the name of the function to call. */
function wrap(statements: t.Statement[], marked: Set<t.Node>, variables: Variables): t.Statement[] {
  const declarations: t.Statement[] = [];
  const body = statements.flatMap((statement) => hoist(statement, declarations, variables));
  const nested = body.flatMap((statement) => moveNestedVars(statement));
  if (nested.length > 0) declarations.push(declarationOf('var', [...new Set(nested)]));
  const arrow = t.arrowFunctionExpression([], t.blockStatement(body));
  marked.add(arrow);
  return [...declarations, t.expressionStatement(t.awaitExpression(arrow))];
}

/** The variables stay at the top level; their initializers become assignments: `using x = f();   =>   using x_1 = x = f();` */
function hoist(statement: t.Statement, declarations: t.Statement[], variables: Variables): t.Statement[] {
  const isExported = t.isExportNamedDeclaration(statement);
  const declaration = isExported ? statement.declaration : statement;
  if (!t.isVariableDeclaration(declaration)) return [statement];
  const ids = declaration.declarations.flatMap(({ id }) => Object.values(t.getBindingIdentifiers(id)));
  const late = ids.filter((id) => variables.late.add(id, declaration.kind, isExported));
  const kind = declaration.kind === 'var' ? 'var' : 'let';
  const names = ids.map(({ name }) => name);
  const hoisted = declarationOf(kind, names);
  for (const { id } of hoisted.declarations) variables.late.declare(id as t.Identifier);
  declarations.push(isExported ? t.exportNamedDeclaration(hoisted) : hoisted);
  if (isUsing(declaration)) return [assignResources(declaration, variables)];
  return declaration.declarations.flatMap(({ id, init }) => {
    const value = init ?? (late.some((each) => each === id) ? t.unaryExpression('void', t.numericLiteral(0)) : null);
    return value ? [t.expressionStatement(t.assignmentExpression('=', id as t.Identifier, value))] : [];
  });
}

function assignResources(declaration: t.VariableDeclaration, { names }: Variables): t.Statement {
  for (const declarator of declaration.declarations) {
    const { id, init } = declarator;
    declarator.id = t.identifier(uniqueName((id as t.Identifier).name, names));
    if (init) declarator.init = t.assignmentExpression('=', id as t.Identifier, init);
  }
  return declaration;
}

function declarationOf(kind: 'var' | 'let', names: readonly string[]): t.VariableDeclaration {
  return t.variableDeclaration(
    kind,
    names.map((name) => t.variableDeclarator(t.identifier(name))),
  );
}
