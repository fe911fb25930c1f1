import { types as t, type NodePath } from '@babel/core';
import { isModule } from '@babel/helper-module-imports';
import { id, str } from './build.ts';
import type { ProgramContext } from './context.ts';

/** Imports what the generated code uses of the contract: by `import` in a module, by `require` in a script. */
export function injectContract(path: NodePath<t.Program>, program: ProgramContext): void {
  const helpers = [...program.helpers].sort(([a], [b]) => (a < b ? -1 : 1));
  if (helpers.length === 0) return;
  const source = str(`${program.options.runtime}/internal`);
  const statement = isModule(path) ? importOf(helpers, source) : requireOf(helpers, source);
  path.node.body.unshift(statement);
}

function importOf(helpers: [string, string][], source: t.StringLiteral): t.Statement {
  const specifiers = helpers.map(([name, local]) => t.importSpecifier(id(local), id(name)));
  return t.importDeclaration(specifiers, source);
}

function requireOf(helpers: [string, string][], source: t.StringLiteral): t.Statement {
  const properties = helpers.map(([name, local]) => t.objectProperty(id(name), id(local), false, name === local));
  const call = t.callExpression(id('require'), [source]);
  return t.variableDeclaration('const', [t.variableDeclarator(t.objectPattern(properties), call)]);
}
