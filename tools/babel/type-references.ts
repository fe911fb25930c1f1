import { types as t, type NodePath, type PluginObj } from '@babel/core';
import { isErased } from '../../plugin/syntax/children.ts';

/**
 * A plugin that renames what is called like an import in code that is only there for the type checker, where Babel's preset takes some names
 * for values, and drops exports of types. It would keep the import of a type, which the other module does not export.
 *
 *     import { T } from 'm';   declare module 'm' { interface T { x: U } }
 *     import { T } from 'm';   declare module 'm' { interface _T { x: U } }
 */
export const typeReferences: PluginObj = {
  name: 'type-references',
  visitor: {
    Program({ node, scope }) {
      let hasRenamed = removeTypeExports(node);
      for (const binding of Object.values(scope.bindings)) {
        if (!isImport(binding.path)) continue;
        const mistaken = [...binding.referencePaths, ...binding.constantViolations].filter(isMistaken);
        const name = mistaken.length > 0 ? scope.generateUid(binding.identifier.name) : '';
        for (const path of mistaken) path.node.name = name;
        hasRenamed ||= mistaken.length > 0;
      }
      if (hasRenamed) scope.crawl();
    },
  },
};

/** The preset looks for values even of those that say `type`, and tells the user that there are none: `export { type T }`. */
function removeTypeExports({ body }: t.Program): boolean {
  let isAny = false;
  for (const statement of body) {
    if (!t.isExportNamedDeclaration(statement)) continue;
    const { specifiers } = statement;
    statement.specifiers = specifiers.filter((each) => !t.isExportSpecifier(each) || each.exportKind !== 'type');
    isAny ||= statement.specifiers.length < specifiers.length;
  }
  return isAny;
}

function isImport(path: NodePath): boolean {
  return path.isModuleSpecifier() || path.isTSImportEqualsDeclaration();
}

/** The preset knows names of types. All others in code that goes away with them are mistaken for values. */
function isMistaken(path: NodePath): path is NodePath<t.Identifier> {
  if (!path.isIdentifier() || t.isTSTypeReference(path.parent)) return false;
  const outermost = path.find((each) => !t.isTSQualifiedName(each.parent)) ?? path;
  if (t.isTSQualifiedName(path.parent) && !t.isTSImportEqualsDeclaration(outermost.parent)) return false;
  return outermost.findParent(({ node }) => goesAway(node)) !== null;
}

function goesAway(node: t.Node): boolean {
  if (t.isExportNamedDeclaration(node)) return false;
  return isErased(node) || ('abstract' in node && !t.isClass(node) && node.abstract === true);
}
