import { types as t } from '@babel/core';
import { eachChild } from '../3-analyze/children.ts';
import { boundNames } from '../3-analyze/declare.ts';

/**
 * The top level of an ES module whose directive marks the whole file may block, too: it runs in a greenlet that the
 * module awaits.
 *
 *     const text = readFileSync(path);   =>   let text; await topLevel(() => { text = readFileSync(path); });
 *
 * Input: a marked module. Output: the arrows that hold its statements are marked, and awaited. Classes, functions, imports and
 * exports without a value stay where they are.
 */
export function wrapTopLevel(program: t.Program, marked: Set<t.Node>, isPure: (call: t.Node) => boolean): void {
  const result: t.Statement[] = [];
  let group: t.Statement[] = [];
  const close = (): void => {
    result.push(...(group.some((statement) => mayBlock(statement, isPure)) ? wrap(group, marked) : group));
    group = [];
  };
  for (const statement of program.body) {
    if (canBeWrapped(statement)) group.push(statement);
    else if (t.isFunctionDeclaration(statement) || isTypeDeclaration(statement)) result.push(statement);
    else {
      close();
      result.push(statement);
    }
  }
  close();
  program.body = result;
}

function canBeWrapped(statement: t.Statement): boolean {
  if (t.isExportNamedDeclaration(statement))
    return t.isVariableDeclaration(statement.declaration) && !statement.declaration.declare;
  if (t.isVariableDeclaration(statement)) return statement.declare !== true && !statement.kind.includes('using');
  return !t.isDeclaration(statement);
}

function isTypeDeclaration(statement: t.Statement): boolean {
  return t.isTSInterfaceDeclaration(statement) || t.isTSTypeAliasDeclaration(statement);
}

/** Whether evaluating a node makes a call that is not known to be pure. */
export function mayBlock(node: t.Node, isPure: (call: t.Node) => boolean): boolean {
  const isCall = t.isCallExpression(node) || t.isNewExpression(node) || t.isOptionalCallExpression(node);
  if ((isCall && !isPure(node)) || t.isTaggedTemplateExpression(node)) return true;
  let found = false;
  eachChild(node, (child, key) => {
    found ||= isEvaluated(node, key) && mayBlock(child, isPure);
  });
  return found;
}

/** Of functions and fields of instances, only computed keys are evaluated where they stand; decorators are. */
function isEvaluated(node: t.Node, key: string): boolean {
  const isField = t.isClassProperty(node) || t.isClassPrivateProperty(node) || t.isClassAccessorProperty(node);
  if (!t.isFunction(node) && !(isField && !node.static)) return true;
  return key === 'key' || key === 'decorators';
}
/** `await` of the bare arrow for now: the emitter makes the call, when it knows the name of the function to call. */
function wrap(statements: t.Statement[], marked: Set<t.Node>): t.Statement[] {
  const declarations: t.Statement[] = [];
  const body = statements.flatMap((statement) => hoist(statement, declarations));
  const arrow = t.arrowFunctionExpression([], t.blockStatement(body));
  marked.add(arrow);
  return [...declarations, t.expressionStatement(t.awaitExpression(arrow))];
}

/** The variables stay at the top level; their initializers become assignments. */
function hoist(statement: t.Statement, declarations: t.Statement[]): t.Statement[] {
  const declaration = t.isExportNamedDeclaration(statement) ? statement.declaration : statement;
  if (!t.isVariableDeclaration(declaration)) return [statement];
  const names = declaration.declarations.flatMap(({ id }) => boundNames(id));
  const kind = declaration.kind === 'var' ? 'var' : 'let';
  const hoisted = t.variableDeclaration(
    kind,
    names.map((name) => t.variableDeclarator(t.identifier(name))),
  );
  declarations.push(t.isExportNamedDeclaration(statement) ? t.exportNamedDeclaration(hoisted) : hoisted);
  return declaration.declarations.flatMap(({ id, init }) =>
    init ? [t.expressionStatement(t.assignmentExpression('=', id as t.Identifier, init))] : [],
  );
}
