import { types as t } from '@babel/core';
import { eachChild, isTypeOnly } from '../syntax/children.ts';
import { boundNames } from '../3-analyze/scopes/declare.ts';

/**
 * The names that a program uses and does not declare, each with the first node that uses it.
 *
 * It shares as little as possible with the analysis of the compiler, which it is there to check. `arguments` counts as
 * declared.
 *
 * @param hoists whether a function in a block is declared in the whole function, as sloppy code may see it
 */
export function freeNames(program: t.Program, hoists: boolean): ReadonlyMap<string, t.Node> {
  const free = new Map<string, t.Node>();
  visitScope(program, [program], new Scope(null, free, hoists));
  return free;
}

class Scope {
  readonly #names = new Set<string>();
  readonly #parent: Scope | null;
  readonly #free: Map<string, t.Node>;

  readonly hoists: boolean;

  constructor(parent: Scope | null, free: Map<string, t.Node>, hoists: boolean) {
    this.#parent = parent;
    this.#free = free;
    this.hoists = hoists;
  }

  inner(): Scope {
    return new Scope(this, this.#free, this.hoists);
  }

  declare(names: readonly string[]): void {
    for (const name of names) this.#names.add(name);
  }

  use(name: string, node: t.Node): void {
    if (name === 'arguments' || this.#declares(name) || this.#free.has(name)) return;
    this.#free.set(name, node);
  }

  #declares(name: string): boolean {
    if (this.#names.has(name)) return true;
    return this.#parent !== null && this.#parent.#declares(name);
  }
}

/** The nodes under `roots` in a scope of their own, with the `var`s among them if `owner` is a function, or like one. */
function visitScope(owner: t.Node, roots: readonly t.Node[], scope: Scope): void {
  const ownsVars = t.isFunction(owner) || t.isProgram(owner) || t.isStaticBlock(owner) || t.isTSModuleBlock(owner);
  for (const root of roots) {
    if (ownsVars) declareVars(root, scope);
    if (root === owner || t.isBlockStatement(root)) declareDirectly(root, scope);
  }
  for (const root of roots) {
    if (root === owner || (ownsVars && t.isBlockStatement(root))) visitChildren(root, scope);
    else visit(root, scope);
  }
}

function declareVars(node: t.Node, scope: Scope): void {
  if (t.isVariableDeclaration(node, { kind: 'var' }) && node.declare !== true)
    scope.declare(node.declarations.flatMap(({ id }) => boundNames(id)));
  eachChild(node, (child) => {
    if (scope.hoists && t.isFunctionDeclaration(child) && child.id) scope.declare([child.id.name]);
    const isInside = t.isStatement(child) || t.isSwitchCase(child) || t.isCatchClause(child);
    if (isInside && !t.isFunction(child) && !t.isClass(child) && !t.isTSModuleBlock(child)) declareVars(child, scope);
  });
}

/** What the statements of a block declare, other than for the type checker. */
function declareDirectly(node: t.Node, scope: Scope): void {
  eachChild(node, (child) => {
    const statement = 'declaration' in child && child.declaration ? (child.declaration as t.Node) : child;
    if (t.isSwitchCase(statement)) return declareDirectly(statement, scope);
    if ('declare' in statement && statement.declare === true) return;
    if (t.isVariableDeclaration(statement)) scope.declare(statement.declarations.flatMap(({ id }) => boundNames(id)));
    else if (t.isImportDeclaration(statement)) scope.declare(statement.specifiers.map(({ local }) => local.name));
    else if ('id' in statement && t.isDeclaration(statement) && t.isIdentifier(statement.id))
      scope.declare([statement.id.name]);
  });
}

const SCOPES = new Set<t.Node['type']>([
  'BlockStatement',
  'SwitchStatement',
  'ForStatement',
  'ForInStatement',
  'ForOfStatement',
  'StaticBlock',
  'TSModuleBlock',
]);

function visit(node: t.Node, scope: Scope): void {
  if (isTypeOnly(node)) return;
  if (t.isIdentifier(node)) return node.name === 'this' ? undefined : scope.use(node.name, node);
  if (t.isJSXIdentifier(node)) return /^[^a-z]/.test(node.name) ? scope.use(node.name, node) : undefined;
  if (t.isFunction(node)) return visitFunction(node, scope);
  if (t.isClass(node)) return visitClass(node, scope);
  if (t.isCatchClause(node)) return visitCatch(node, scope);
  if (t.isTSEnumDeclaration(node)) return visitEnum(node, scope);
  if (SCOPES.has(node.type)) return visitScope(node, [node], scope.inner());
  visitChildren(node, scope);
}

function visitChildren(node: t.Node, scope: Scope): void {
  eachChild(node, (child, key) => {
    if (!isMereName(node, key)) visit(child, scope);
  });
}

function visitFunction(node: t.Function, outer: Scope): void {
  eachChild(node, (child, key) => {
    if (key === 'decorators' || (key === 'key' && !isMereName(node, key))) visit(child, outer);
  });
  const scope = outer.inner();
  if (t.isFunctionExpression(node) && node.id) scope.declare([node.id.name]);
  const inner = scope.inner();
  inner.declare(node.params.flatMap((param) => boundNames(param)));
  const isSimple = node.params.every((param) => t.isIdentifier(param));
  if (isSimple) return visitScope(node, [...node.params, node.body], inner);
  // What parameters evaluate does not see the variables of the body.
  for (const param of node.params) visit(param, inner);
  visitScope(node, [node.body], inner.inner());
}

function visitClass(node: t.Class, outer: Scope): void {
  const scope = outer.inner();
  if (node.id) scope.declare([node.id.name]);
  for (const decorator of node.decorators ?? []) visit(decorator, outer);
  if (node.superClass) visit(node.superClass, scope);
  visit(node.body, scope);
}

function visitCatch({ param, body }: t.CatchClause, outer: Scope): void {
  const scope = outer.inner();
  if (param) {
    scope.declare(boundNames(param));
    visit(param, scope);
  }
  visit(body, scope);
}

/** The members of an enum see each other, and so those of enums of the same name. */
function visitEnum(node: t.TSEnumDeclaration, outer: Scope): void {
  const scope = outer.inner();
  const members = node.body?.members ?? node.members;
  scope.declare(members.map(({ id }) => (t.isIdentifier(id) ? id.name : id.value)));
  for (const { initializer } of members) if (initializer) visit(initializer, scope);
}

/** Whether the child under `key` is the name of a property, a label, an import or an export, or of what `node` declares. */
function isMereName(node: t.Node, key: string): boolean {
  switch (node.type) {
    case 'MemberExpression':
    case 'OptionalMemberExpression':
      return key === 'property' && !node.computed;
    case 'ObjectProperty':
    case 'ObjectMethod':
    case 'ClassMethod':
    case 'ClassProperty':
    case 'ClassAccessorProperty':
      return key === 'key' && !node.computed;
    case 'ExportNamedDeclaration':
      return key === 'specifiers' && Boolean(node.source);
    case 'ExportSpecifier':
      return key === 'exported';
    case 'JSXAttribute':
    case 'JSXNamespacedName':
      return key === 'name' || key === 'namespace';
    case 'JSXMemberExpression':
      return key === 'property';
    case 'TSModuleDeclaration':
      return key === 'id';
    default:
      return key === 'label' || ONLY_NAMES.has(node.type);
  }
}

const ONLY_NAMES = new Set<t.Node['type']>([
  'PrivateName',
  'MetaProperty',
  'ImportDeclaration',
  'ExportAllDeclaration',
  'TSImportEqualsDeclaration',
]);
