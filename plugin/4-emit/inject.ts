import { types as t, type NodePath } from '@babel/core';
import { isModule } from '@babel/helper-module-imports';
import { id, str } from './build.ts';
import type { ProgramContext } from './context.ts';

/** Imports what the generated code uses of the contract: by `import` in a module, by `require` in a script. */
export function injectContract(path: NodePath<t.Program>, program: ProgramContext): void {
  const helpers = [...program.helpers].sort(([a], [b]) => (a < b ? -1 : 1));
  if (helpers.length === 0) return;
  const source = str(`${program.options.runtime}/internal`);
  path.node.body.unshift(
    ...(isModule(path) ? importOf(helpers, source, path.node, program) : [requireOf(helpers, source)]),
    ...program.opening,
  );
}

/**
 * An import is read from its module at each use; a constant of this module is folded into optimized code:
 *
 *     import { link as link_1 } from "greenlets/internal"; const link = link_1;
 */
function importOf(
  helpers: [string, string][],
  source: t.StringLiteral,
  node: t.Program,
  program: ProgramContext,
): t.Statement[] {
  if (!program.options.constants || mayRunEarly(node))
    return [
      t.importDeclaration(
        helpers.map(([name, local]) => t.importSpecifier(id(local), id(name))),
        source,
      ),
    ];
  const imported = helpers.map(([name]) => program.unique(name));
  const specifiers = helpers.map(([name], index) => t.importSpecifier(id(imported[index] as string), id(name)));
  const constants = helpers.map(([, local], index) => t.variableDeclarator(id(local), id(imported[index] as string)));
  return [t.importDeclaration(specifiers, source), t.variableDeclaration('const', constants)];
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
  const properties = helpers.map(([name, local]) => t.objectProperty(id(name), id(local), false, name === local));
  const call = t.callExpression(id('require'), [source]);
  return t.variableDeclaration('const', [t.variableDeclarator(t.objectPattern(properties), call)]);
}
