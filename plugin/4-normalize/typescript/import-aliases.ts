import { types as t } from '@babel/core';
import { eachChild, isTypeOnly } from '../../syntax/children.ts';

/**
 * Names that TypeScript gives to members of namespaces, as variables: they can stand where an import cannot.
 *
 *     import A = N.I; export import B = N.I;   =>   var A = N.I; export var B = N.I;
 *
 * Input: the statements of a module. Output: the same; what is used as a type only is gone. `import x = require()` stays.
 */
export function writeOutAliases(statements: readonly t.Statement[]): t.Statement[] {
  const result: t.Statement[] = [];
  // An alias may name an earlier one, which is needed only if this one is.
  for (const statement of statements.toReversed()) {
    const written = isAlias(statement) ? aliasVariable(statement, result) : statement;
    if (written === null) continue;
    const isExported = isAlias(statement) && statement.isExport;
    result.unshift(isExported ? t.exportNamedDeclaration(written as t.VariableDeclaration) : written);
  }
  return result;
}

function isAlias(statement: t.Statement): statement is t.TSImportEqualsDeclaration {
  return t.isTSImportEqualsDeclaration(statement) && !t.isTSExternalModuleReference(statement.moduleReference);
}

/**
 * `import x = A.b;   =>   var x = A.b;`
 *
 * @returns null if that is not exported, and the statements do not use it as a value
 */
export function aliasVariable(
  { id, moduleReference, isExport, importKind, loc }: t.TSImportEqualsDeclaration,
  statements: readonly t.Statement[],
): t.VariableDeclaration | null {
  if (importKind === 'type' || t.isTSExternalModuleReference(moduleReference)) return null;
  if (!isExport && !statements.some((statement) => uses(statement, id.name))) return null;
  const declaration = t.variableDeclaration('var', [t.variableDeclarator(id, entity(moduleReference))]);
  return Object.assign(declaration, { loc });
}

function entity(name: t.TSEntityName): t.Expression {
  if (t.isTSQualifiedName(name)) return t.memberExpression(entity(name.left), name.right);
  return name;
}

/** Whether a name occurs, other than in types and as a key. */
export function uses(node: t.Node, name: string): boolean {
  if (isTypeOnly(node) || ('exportKind' in node && node.exportKind === 'type')) return false;
  let found = false;
  eachChild(node, (child) => {
    const isName = t.isIdentifier(child, { name }) || t.isJSXIdentifier(child, { name });
    found ||= (isName && !isKey(child, node)) || uses(child, name);
  });
  return found;
}

/** `x` in `o.x` and `{ x: 1 }`. */
function isKey(child: t.Node, parent: t.Node): boolean {
  if (t.isMemberExpression(parent) || t.isOptionalMemberExpression(parent))
    return parent.property === child && !parent.computed;
  return 'key' in parent && parent.key === child && !('computed' in parent && parent.computed) && !isShorthand(parent);
}

function isShorthand(node: t.Node): boolean {
  return t.isObjectProperty(node) && node.shorthand;
}
