import { types as t } from '@babel/core';
import { arrayOf, builtinNamed, PRIMITIVE, union } from './builtin-type.ts';
import type { BuiltinType } from '../../interface/type-source.ts';

/** The names of types that a file declares or imports: they hide those of the language. */
export function typeNamesOf(program: t.Node): ReadonlySet<string> {
  const names = new Set<string>();
  t.traverseFast(program, (node) => {
    if (t.isModuleSpecifier(node) && 'local' in node) add(node.local, names);
    else if (t.isTSInterfaceDeclaration(node) || t.isTSTypeAliasDeclaration(node)) add(node.id, names);
    else if (t.isClass(node) || t.isTSEnumDeclaration(node) || t.isTSModuleDeclaration(node)) add(node.id, names);
    else if (t.isTSImportEqualsDeclaration(node)) add(node.id, names);
    else if (t.isTSTypeParameter(node)) names.add(typeof node.name === 'string' ? node.name : nameOf(node.name));
  });
  return names;
}

function add(id: t.Node | null | undefined, names: Set<string>): void {
  if (t.isIdentifier(id)) names.add(id.name);
}

/** Babel 8 has an identifier where Babel 7 has a string. */
function nameOf(name: unknown): string {
  return (name as t.Identifier).name;
}

/** The builtin type that a variable, a parameter or a field is declared to have. */
export function declaredType(node: t.Node, hidden: ReadonlySet<string>): BuiltinType | null {
  if (!('typeAnnotation' in node) || !t.isTSTypeAnnotation(node.typeAnnotation)) return null;
  return builtinOf(node.typeAnnotation.typeAnnotation, hidden);
}

function builtinOf(type: t.Node | undefined, hidden: ReadonlySet<string>): BuiltinType | null {
  if (type === undefined) return null;
  switch (type.type) {
    case 'TSStringKeyword':
    case 'TSNumberKeyword':
    case 'TSBooleanKeyword':
    case 'TSBigIntKeyword':
    case 'TSSymbolKeyword':
    case 'TSLiteralType':
    case 'TSTemplateLiteralType':
      return PRIMITIVE;
    case 'TSArrayType':
      return arrayOf(builtinOf(type.elementType, hidden));
    case 'TSTupleType':
      return arrayOf(null);
    case 'TSTypeOperator':
      return type.operator === 'readonly' ? builtinOf(type.typeAnnotation, hidden) : null;
    case 'TSParenthesizedType':
      return builtinOf(type.typeAnnotation, hidden);
    case 'TSUnionType':
      return union(type.types.filter((member) => !isNothing(member)).map((member) => builtinOf(member, hidden)));
    case 'TSTypeReference':
      return referenceTo(type, hidden);
    default:
      return null;
  }
}

/** What has no methods that one could call. */
function isNothing(type: t.Node): boolean {
  return t.isTSNullKeyword(type) || t.isTSUndefinedKeyword(type);
}

function referenceTo(type: t.TSTypeReference, hidden: ReadonlySet<string>): BuiltinType | null {
  if (!t.isIdentifier(type.typeName) || hidden.has(type.typeName.name)) return null;
  return builtinNamed(type.typeName.name, () => builtinOf(argumentsOf(type)?.params[0], hidden));
}

/** Babel 8 calls them by another name. */
function argumentsOf(type: t.TSTypeReference): t.TSTypeParameterInstantiation | null {
  const { typeParameters, typeArguments } = type as {
    typeParameters?: t.TSTypeParameterInstantiation | null;
    typeArguments?: t.TSTypeParameterInstantiation | null;
  };
  return typeParameters ?? typeArguments ?? null;
}
