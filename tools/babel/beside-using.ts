import { types as t, type PluginObj } from '@babel/core';
import { writeOutAliases } from '../../plugin/4-normalize/typescript/import-aliases.ts';
import { writeOutNamespaces } from '../../plugin/4-normalize/typescript/namespaces.ts';
import { isErased } from '../../plugin/syntax/children.ts';
import { isUsing } from '../../plugin/syntax/evaluation/may-block.ts';

/**
 * A plugin for modules with `using` at their top level, whose other statements Babel moves into a block. There the preset does not find
 * what is declared for the type checker only, and namespaces and enums would be names of the block.
 *
 *     declare class C {}   enum E { A }   export import B = N.I;   using r = f();
 *     let E = {}; E[E.A = 0] = 'A';   export var B = N.I;   using r = f();
 */
export const besideUsing: PluginObj = {
  name: 'beside-using',
  visitor: {
    Program(path) {
      const { node } = path;
      if (!node.body.some(isUsing)) return;
      const aliased = writeOutAliases(node.body);
      const types = namesOfTypes(aliased);
      const values = aliased.flatMap((statement) => withoutTypes(statement, types));
      node.body = writeOutNamespaces(values, () => true, { names: namesIn(node), marked: new Set() });
      path.scope.crawl();
    },
  },
};

function namesIn(program: t.Program): Set<string> {
  const names = new Set<string>();
  t.traverseFast(program, (node) => {
    if (t.isIdentifier(node)) names.add(node.name);
  });
  return names;
}

/** The names that mean nothing but a type. */
function namesOfTypes(statements: readonly t.Statement[]): Set<string> {
  const declarations = statements.flatMap((statement) => declarationOf(statement) ?? []);
  const values = new Set(declarations.filter((declaration) => !isErased(declaration)).flatMap(namesOf));
  return new Set(
    declarations
      .filter(isErased)
      .flatMap(namesOf)
      .filter((name) => !values.has(name)),
  );
}

function namesOf(declaration: t.Declaration): string[] {
  if ('id' in declaration) return t.isIdentifier(declaration.id) ? [declaration.id.name] : [];
  return Object.keys(t.getOuterBindingIdentifiers(declaration));
}

function declarationOf(statement: t.Statement): t.Declaration | null {
  if (t.isExportNamedDeclaration(statement)) return statement.declaration ?? null;
  return t.isDeclaration(statement) && !t.isExportDeclaration(statement) ? statement : null;
}

/** An export of nothing remains where only types have been exported: it makes the file a module. */
function withoutTypes(statement: t.Statement, types: ReadonlySet<string>): t.Statement[] {
  if (isErased(statement)) return [];
  if (t.isExportDefaultDeclaration(statement)) {
    const { declaration } = statement;
    const isType = isErased(declaration) || (t.isIdentifier(declaration) && types.has(declaration.name));
    return isType ? [t.exportNamedDeclaration()] : [statement];
  }
  if (!t.isExportNamedDeclaration(statement) || statement.source) return [statement];
  if (statement.declaration) return isErased(statement.declaration) ? [t.exportNamedDeclaration()] : [statement];
  statement.specifiers = statement.specifiers.filter(
    (each) => !t.isExportSpecifier(each) || !types.has(each.local.name),
  );
  return [statement];
}
