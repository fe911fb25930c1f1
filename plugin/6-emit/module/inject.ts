import { types as t, type NodePath } from '@babel/core';
import { isModule } from '@babel/helper-module-imports';
import { callOf, id, member, str } from '../../syntax/build.ts';
import { objectMovedByVitest } from '../../3-analyze/yield-points/vitest.ts';
import type { ProgramContext } from '../context/program-context.ts';

/**
 * Statements that import what the generated code uses of the contract: by `import` in a module, by `require` in a script. In source
 * maps they are at the start of the file: Node counts no coverage of lines before the first that is mapped.
 */
export function importContract(path: NodePath<t.Program>, program: ProgramContext): t.Statement[] {
  const [first, ...others] = importsOf(path, program);
  if (first === undefined) return [];
  first.loc = path.node.loc ?? null;
  return [first, ...others];
}

function importsOf(path: NodePath<t.Program>, program: ProgramContext): t.Statement[] {
  const helpers = [...program.helpers].sort(([a], [b]) => (a < b ? -1 : 1));
  const source = str(`${program.options.runtime}/internal`);
  path.node.body.unshift(...program.opening);
  if (helpers.length === 0) return [];
  if (!isModule(path)) return [requireOf(helpers, source)];
  const vitest = objectMovedByVitest(program.analysis);
  if (vitest !== null) return [importBeforeMocks(helpers, source, vitest)];
  return usesImports(path.node, program) ? [importOf(helpers, source)] : importConstants(helpers, source, program);
}

/** Completes a program that only the generator sees: to bring its scopes up to date takes a third of the whole time. */
export function leaveToGenerator(path: NodePath<t.Program>, contract: t.Statement[]): void {
  path.node.body.unshift(...contract);
  path.skipKey('body');
}

/** Completes a program, with the scopes as the plugins that follow expect them. */
export function leaveToPlugins(path: NodePath<t.Program>, contract: t.Statement[]): void {
  const isImport = contract.length === 1 && t.isImportDeclaration(contract[0]);
  if (isImport) path.node.body.unshift(...contract);
  path.scope.crawl();
  if (isImport || contract.length === 0) return;
  for (const statement of path.unshiftContainer('body', contract)) declareUsed(statement, path);
}

/**
 * Declares the names of the contract once the program has been searched for references: each is used so often that to
 * list all its references takes Babel quadratic time.
 */
function declareUsed(statement: NodePath<t.Statement>, { scope }: NodePath<t.Program>): void {
  scope.registerDeclaration(statement);
  for (const name of Object.keys(statement.getBindingIdentifiers())) {
    Reflect.deleteProperty(scope.globals, name);
    const binding = scope.getBinding(name);
    if (binding !== undefined) binding.referenced = true;
  }
  if (!statement.isVariableDeclaration()) return;
  for (const init of statement.get('declarations').map((declarator) => declarator.get('init'))) {
    if (init.isIdentifier()) scope.getBinding(init.node.name)?.reference(init);
  }
}

function importOf(helpers: [string, string][], source: t.StringLiteral): t.Statement {
  const specifiers = helpers.map(([name, local]) => t.importSpecifier(id(local), id(name)));
  return t.importDeclaration(specifiers, source);
}

/**
 * An import is read from its module at each use; a constant of this module is folded into optimized code:
 *
 *     import { link as link_1 } from "greenlets/internal"; const link = link_1;
 */
function importConstants(helpers: [string, string][], source: t.StringLiteral, program: ProgramContext): t.Statement[] {
  const imported = helpers.map(([name]) => [name, program.unique(name)] as [string, string]);
  const constants = helpers.map(([, local], index) =>
    t.variableDeclarator(id(local), id(imported[index]?.[1] ?? local)),
  );
  return [importOf(imported, source), t.variableDeclaration('const', constants)];
}

/**
 * Vitest runs mocks before the imports of a module, and before its constants are initialized. What the functions in them need is imported
 * in the way that is meant for that:
 *
 *     const { link } = await vi.hoisted(() => import("greenlets/internal"));
 */
function importBeforeMocks(helpers: [string, string][], source: t.StringLiteral, vitest: string): t.Statement {
  const load = t.arrowFunctionExpression([], t.callExpression(t.import(), [source]));
  return constantsOf(helpers, t.awaitExpression(callOf(member(id(vitest), 'hoisted'), load)));
}

function usesImports(node: t.Program, program: ProgramContext): boolean {
  return !program.options.constants || mayRunEarly(node);
}

/** Whether a cycle of imports may call an exported function before the constants of the module are initialized. */
function mayRunEarly({ body }: t.Program): boolean {
  const importsProject = body.some(
    (node) => 'source' in node && t.isStringLiteral(node.source) && /^[./#]/.test(node.source.value),
  );
  const exportsFunctions = body.some(
    (node) =>
      (t.isExportNamedDeclaration(node) &&
        !node.source &&
        (t.isFunctionDeclaration(node.declaration) || node.specifiers.length > 0)) ||
      (t.isExportDefaultDeclaration(node) && t.isFunctionDeclaration(node.declaration)),
  );
  return importsProject && exportsFunctions;
}

function requireOf(helpers: [string, string][], source: t.StringLiteral): t.Statement {
  return constantsOf(helpers, t.callExpression(id('require'), [source]));
}

function constantsOf(helpers: [string, string][], contract: t.Expression): t.Statement {
  const properties = helpers.map(([name, local]) => t.objectProperty(id(name), id(local), false, name === local));
  return t.variableDeclaration('const', [t.variableDeclarator(t.objectPattern(properties), contract)]);
}
