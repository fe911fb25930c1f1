import type { NodePath, types } from '@babel/core';

type DeclaredType = types.TSTypeAliasDeclaration | types.TSInterfaceDeclaration | types.TSEnumDeclaration;
type Annotation = types.Node | null | undefined;

/** Names of the constructors of what is known by its kind. */
const BY_KIND: Readonly<Record<string, string>> = {
  TSStringKeyword: 'String',
  TSTemplateLiteralType: 'String',
  TSNumberKeyword: 'Number',
  TSBigIntKeyword: 'BigInt',
  TSBooleanKeyword: 'Boolean',
  TSSymbolKeyword: 'Symbol',
  TSFunctionType: 'Function',
  TSConstructorType: 'Function',
  TSArrayType: 'Array',
  TSTupleType: 'Array',
};

const OF_LITERALS: Readonly<Record<string, string>> = {
  StringLiteral: 'String',
  TemplateLiteral: 'String',
  NumericLiteral: 'Number',
  BigIntLiteral: 'BigInt',
  BooleanLiteral: 'Boolean',
};

const KNOWN = new Set([...Object.values(BY_KIND), ...Object.values(OF_LITERALS)]);
const NOTHING = new Set(['TSVoidKeyword', 'TSUndefinedKeyword', 'TSNullKeyword', 'TSNeverKeyword']);
const OBJECT = 'Object';

/** Values that stand for types: constructors; `Object` for whatever has none. As TypeScript chooses them (`serializeTypeNode`). */
export class TypeValues {
  readonly #t: typeof types;
  readonly #program: NodePath<types.Program>;
  readonly #hasNulls: boolean;
  /** Those that are being followed. */
  readonly #aliases = new Set<types.Node>();
  readonly #imports: types.Statement[] = [];
  readonly #namespaces = new Map<string, types.Identifier>();

  constructor(t: typeof types, program: NodePath<types.Program>, hasNulls: boolean) {
    this.#t = t;
    this.#program = program;
    this.#hasNulls = hasNulls;
  }

  /** Adds what the values need to the program. */
  declare(): void {
    this.#program.unshiftContainer('body', this.#imports);
  }

  nothing(): types.Expression {
    const t = this.#t;
    return t.unaryExpression('void', t.numericLiteral(0));
  }

  ofParameter(param: types.Node, owner: NodePath): types.Expression {
    const t = this.#t;
    if (t.isTSParameterProperty(param)) return this.ofParameter(param.parameter, owner);
    if (t.isAssignmentPattern(param)) return this.ofParameter(param.left, owner);
    const annotation = (param as types.Identifier).typeAnnotation;
    return t.isRestElement(param) ? this.#ofElements(annotation, owner) : this.ofAnnotation(annotation, owner);
  }

  ofAnnotation(annotation: Annotation, owner: NodePath): types.Expression {
    return this.#t.isTSTypeAnnotation(annotation) ? this.#of(annotation.typeAnnotation, owner) : this.#named(OBJECT);
  }

  /** Of rest parameters. */
  #ofElements(annotation: Annotation, owner: NodePath): types.Expression {
    const t = this.#t;
    const type = t.isTSTypeAnnotation(annotation) ? annotation.typeAnnotation : null;
    if (t.isTSArrayType(type)) return this.#of(type.elementType, owner);
    const [element] = t.isTSTypeReference(type) ? argumentsOf(type) : [];
    return element === undefined ? this.#named(OBJECT) : this.#of(element, owner);
  }

  #of(type: types.TSType, owner: NodePath): types.Expression {
    const t = this.#t;
    const name = BY_KIND[type.type];
    if (name !== undefined) return this.#named(name);
    if (NOTHING.has(type.type)) return this.nothing();
    if (t.isTSParenthesizedType(type)) return this.#of(type.typeAnnotation, owner);
    if (t.isTSTypeOperator(type) && type.operator === 'readonly') return this.#of(type.typeAnnotation, owner);
    if (t.isTSTypePredicate(type)) return type.asserts === true ? this.nothing() : this.#named('Boolean');
    if (t.isTSLiteralType(type)) return this.#named(this.#ofLiteral(type.literal));
    if (t.isTSUnionType(type) || t.isTSIntersectionType(type)) return this.#ofSeveral(type.types, owner, type.type);
    if (t.isTSConditionalType(type)) return this.#ofSeveral([type.trueType, type.falseType], owner, 'TSUnionType');
    return t.isTSTypeReference(type) ? this.#ofReference(type.typeName, owner) : this.#named(OBJECT);
  }

  #ofLiteral(literal: types.Node): string {
    return OF_LITERALS[this.#t.isUnaryExpression(literal) ? literal.argument.type : literal.type] ?? OBJECT;
  }

  /** What all of them have in common. */
  #ofSeveral(parts: readonly types.TSType[], owner: NodePath, kind: string): types.Expression {
    const t = this.#t;
    const neutral = kind === 'TSUnionType' ? 'TSNeverKeyword' : 'TSUnknownKeyword';
    let common: types.Expression | null = null;
    for (const part of parts) {
      if (part.type === neutral || (!this.#hasNulls && isNull(part))) continue;
      const value = this.#of(part, owner);
      if (t.isIdentifier(value, { name: OBJECT })) return value;
      if (common !== null && !t.isNodesEquivalent(common, value)) return this.#named(OBJECT);
      common = value;
    }
    return common ?? (kind === 'TSUnionType' && parts.length > 0 ? this.nothing() : this.#named(OBJECT));
  }

  #ofReference(name: types.TSEntityName, owner: NodePath): types.Expression {
    const t = this.#t;
    if (!t.isIdentifier(name)) return t.isTSQualifiedName(name) ? this.#ofQualified(name, owner) : this.#named(OBJECT);
    if (isTypeParameter(name.name, owner)) return this.#named(OBJECT);
    const path = owner.scope.getBinding(name.name)?.path;
    if (path?.isClass()) return t.cloneNode(name);
    const type = this.#typeCalled(name.name);
    if (t.isTSEnumDeclaration(type)) return this.#named(this.#ofEnum(type));
    if (type !== null) return this.#ofDeclaredType(type, owner);
    return this.#checked(this.#value(name, path), this.#guard(name, path));
  }

  #ofQualified(name: types.TSQualifiedName, owner: NodePath): types.Expression {
    const t = this.#t;
    const parts: types.Identifier[] = [];
    let left: types.TSEntityName = name;
    for (; t.isTSQualifiedName(left); left = left.left) parts.unshift(left.right);
    if (!t.isIdentifier(left)) return this.#named(OBJECT);
    const path = owner.scope.getBinding(left.name)?.path;
    const value = parts.reduce<types.Expression>(
      (object, part) => t.optionalMemberExpression(object, t.cloneNode(part), false, true),
      this.#value(left, path),
    );
    return this.#checked(value, this.#guard(left, path));
  }

  #ofDeclaredType(type: types.Node, owner: NodePath): types.Expression {
    const t = this.#t;
    if (!t.isTSTypeAliasDeclaration(type) || this.#aliases.has(type)) return this.#named(OBJECT);
    this.#aliases.add(type);
    const value = this.#of(type.typeAnnotation, owner);
    this.#aliases.delete(type);
    // What it is made of has a name, and that is the name of another type.
    return t.isIdentifier(value) && !KNOWN.has(value.name) ? this.#named(OBJECT) : value;
  }

  #ofEnum({ members }: types.TSEnumDeclaration): string {
    const t = this.#t;
    const isText = ({ initializer }: types.TSEnumMember): boolean =>
      t.isStringLiteral(initializer) || t.isTemplateLiteral(initializer);
    if (members.length > 0 && members.every(isText)) return 'String';
    return members.some(isText) ? OBJECT : 'Number';
  }

  /** A type of that name that the file declares at its top level; null if there is none. */
  #typeCalled(name: string): DeclaredType | null {
    const t = this.#t;
    const isType = (node: Annotation): node is DeclaredType =>
      t.isTSTypeAliasDeclaration(node) || t.isTSInterfaceDeclaration(node) || t.isTSEnumDeclaration(node);
    for (const statement of this.#program.node.body) {
      const declared = t.isExportNamedDeclaration(statement) ? statement.declaration : statement;
      if (isType(declared) && declared.id.name === name) return declared;
    }
    return null;
  }

  /** What is imported may be a type, and an import of that by its name would fail. */
  #value(name: types.Identifier, path: NodePath | undefined): types.Expression {
    const t = this.#t;
    if (!path?.isImportSpecifier() && !path?.isImportDefaultSpecifier()) return t.cloneNode(name);
    const { node, parent } = path;
    const declaration = parent as types.ImportDeclaration;
    const isType = declaration.importKind === 'type' || (t.isImportSpecifier(node) && node.importKind === 'type');
    if (isType) return this.nothing();
    const imported = t.isImportSpecifier(node) ? node.imported : t.identifier('default');
    const key = t.isStringLiteral(imported) ? imported : t.cloneNode(imported);
    return t.memberExpression(this.#namespaceOf(declaration), key, t.isStringLiteral(imported));
  }

  #namespaceOf({ source, attributes }: types.ImportDeclaration): types.Identifier {
    const t = this.#t;
    let namespace = this.#namespaces.get(source.value);
    if (namespace === undefined) {
      namespace = this.#program.scope.generateUidIdentifier('types');
      this.#namespaces.set(source.value, namespace);
      const added = t.importDeclaration([t.importNamespaceSpecifier(namespace)], t.cloneNode(source));
      if (attributes) added.attributes = attributes.map((attribute) => t.cloneNode(attribute));
      this.#imports.push(added);
    }
    return t.cloneNode(namespace);
  }

  /** The name to ask for first, since nothing may be called so. */
  #guard(name: types.Identifier, path: NodePath | undefined): types.Identifier | null {
    return path === undefined ? this.#t.cloneNode(name) : null;
  }

  /** The value, if there is one and it is a function. */
  #checked(value: types.Expression, guard: types.Identifier | null): types.Expression {
    const t = this.#t;
    const kindOf = (asked: types.Expression): types.Expression => t.unaryExpression('typeof', asked);
    const isFunction = t.binaryExpression('===', kindOf(value), t.stringLiteral('function'));
    const isThere = guard && t.binaryExpression('!==', kindOf(guard), t.stringLiteral('undefined'));
    const test = isThere ? t.logicalExpression('&&', isThere, isFunction) : isFunction;
    return t.conditionalExpression(test, t.cloneNode(value), this.#named(OBJECT));
  }

  #named(name: string): types.Identifier {
    return this.#t.identifier(name);
  }
}

function isNull(type: types.TSType): boolean {
  return type.type === 'TSNullKeyword' || type.type === 'TSUndefinedKeyword';
}

/** Babel 8 calls them `typeArguments`. */
function argumentsOf(type: types.TSTypeReference): readonly types.TSType[] {
  const { typeParameters, typeArguments = typeParameters } = type as {
    typeParameters?: { params: types.TSType[] };
    typeArguments?: { params: types.TSType[] };
  };
  return typeArguments?.params ?? [];
}

/** Whether a class or a method around declares a type of that name. */
function isTypeParameter(name: string, owner: NodePath): boolean {
  const declares = ({ node }: NodePath): boolean => {
    const { typeParameters } = node as { typeParameters?: types.TSTypeParameterDeclaration | null };
    return typeParameters?.params.some((param) => param.name === name) === true;
  };
  return owner.find(declares) !== null;
}
