import { types as t } from '@babel/core';
import { isErased, isTypeOnly } from '../../syntax/children.ts';
import { boundNames } from '../../3-analyze/scopes/declare.ts';
import { aliasVariable, uses } from './import-aliases.ts';
import { assignMembers, isPlainEnum, type EnumMembers } from './enums.ts';
import { uniqueName } from '../../syntax/names/unique-name.ts';

/** What TypeScript merges with others of its name. */
type Merged = t.TSModuleDeclaration | t.TSEnumDeclaration;

interface Program {
  /** All names of the program. */
  names: Set<string>;
  marked: Set<t.Node>;
}

/**
 * Namespaces as arrows that are called in place, and enums as assignments, where they may block:
 *
 *     namespace A { export const x = f(); }   =>   let A = {}; ((A_1) => { const x = A_1.x = f(); })(A);
 *
 * Input: the statements of a marked module. Output: the same, with new arrows marked. What is merged under one name is
 * rewritten together. What cannot be written out (`export let` in a namespace) stays.
 */
export function writeOutNamespaces(
  statements: t.Statement[],
  blocks: (node: t.Node) => boolean,
  program: Program,
): t.Statement[] {
  const all = statements.flatMap((statement) => mergedIn(statement) ?? []);
  const names = new Set(all.filter(blocks).map(nameOf));
  for (const node of all) if (!isEnum(node) && !canBeWritten(node)) names.delete(nameOf(node));
  return names.size === 0 ? statements : new Body(program, names, null).write(statements);
}

/** Enums of a block in a marked function, where their members may block or more than one has the same name, or other plugins may do away with them. */
export function writeOutEnums(statements: t.Statement[]): t.Statement[] {
  const program = { names: new Set<string>(), marked: new Set<t.Node>() };
  return new Body(program, new Set(enumNames(statements)), null).write(statements);
}

function blockingEnums(statements: readonly t.Statement[]): Set<string> {
  const enums = statements.flatMap((statement) => mergedIn(statement) ?? []).filter(isEnum);
  const count = (name: string): number => enums.filter(({ id }) => id.name === name).length;
  return new Set(enums.filter((node) => !isPlainEnum(node) || count(node.id.name) > 1).map(({ id }) => id.name));
}

/** The statements of a program, a block or a namespace. */
class Body {
  readonly #program: Program;
  /** The names under which all is written out. */
  readonly #names: ReadonlySet<string>;
  /** In a namespace, the variable that holds it. */
  readonly #object: string | null;
  readonly #declared = new Set<string>();
  readonly #members = new Map<string, EnumMembers>();
  /** What the namespaces have exported so far, by their names. */
  readonly #exports = new Map<string, Set<string>>();

  constructor(program: Program, names: ReadonlySet<string>, object: string | null) {
    this.#program = program;
    this.#names = names;
    this.#object = object;
  }

  write(statements: t.Statement[]): t.Statement[] {
    for (const statement of statements) {
      const { declaration } = unexported(statement);
      if (mergedIn(statement) === null && !isErased(declaration))
        for (const name of declaredNames(statement)) this.#declared.add(name);
    }
    return statements.flatMap((statement) => {
      const node = mergedIn(statement);
      if (node !== null && this.#names.has(nameOf(node))) return this.#writeOut(node, statement);
      return this.#object === null ? [statement] : this.#exportTo(this.#object, statement, statements);
    });
  }

  #writeOut(node: Merged, statement: t.Statement): t.Statement[] {
    if (!isEnum(node) && !hasValue(node)) return [];
    const { isExported } = unexported(statement);
    const name = nameOf(node);
    const written = isEnum(node) ? assignMembers(node, this.#membersOf(name)) : [this.#call(node)];
    const result = this.#declared.has(name) ? written : [this.#declare(name, isExported), ...written];
    this.#declared.add(name);
    if (result[0] !== undefined) t.inheritLeadingComments(result[0], statement);
    return result;
  }

  #membersOf(name: string): EnumMembers {
    const members = this.#members.get(name) ?? { all: new Set(), strings: new Set() };
    this.#members.set(name, members);
    return members;
  }

  #declare(name: string, isExported: boolean): t.Statement {
    const empty = t.objectExpression([]);
    if (!isExported) return variable('let', name, empty);
    if (this.#object === null) return t.exportNamedDeclaration(variable('let', name, empty));
    const own = (): t.MemberExpression => member(this.#object ?? '', name);
    return variable('let', name, t.logicalExpression('||', own(), t.assignmentExpression('=', own(), empty)));
  }

  /** `((A_1) => {...})(A)` */
  #call(node: t.TSModuleDeclaration): t.Statement {
    const name = nameOf(node);
    const object = uniqueName(name, this.#program.names);
    const statements = bodyOf(node);
    const names = new Set([...statements.flatMap(namespaceNames), ...enumNames(statements)]);
    const body = new Body(this.#program, names, object).write(statements);
    const arrow = t.arrowFunctionExpression(
      [t.identifier(object)],
      t.blockStatement([...this.#exportedBefore(name, object, statements), ...body]),
    );
    this.#program.marked.add(arrow);
    const call = t.expressionStatement(t.callExpression(arrow, [t.identifier(name)]));
    for (const made of [arrow, call]) made.loc = node.loc ?? null;
    return call;
  }

  /** What earlier namespaces of the same name export is known in this one: `const x = A_1.x;` */
  #exportedBefore(name: string, object: string, statements: t.Statement[]): t.Statement[] {
    const before = this.#exports.get(name) ?? new Set();
    const own = new Set(statements.flatMap(declaredNames));
    const used = [...before].filter((x) => !own.has(x) && statements.some((statement) => uses(statement, x)));
    this.#exports.set(name, new Set([...before, ...statements.flatMap(exportedNames)]));
    return used.map((x) => variable('const', x, member(object, x)));
  }

  /** A statement of a namespace, other than namespaces. */
  #exportTo(object: string, statement: t.Statement, all: readonly t.Statement[]): t.Statement[] {
    const { declaration, isExported } = unexported(statement);
    if ('declare' in declaration && declaration.declare === true) return [];
    if (isExported) t.inheritsComments(declaration, statement);
    if (t.isTSImportEqualsDeclaration(declaration)) return importIn(declaration, object, all);
    if (!isExported || isTypeOnly(declaration)) return [declaration];
    if (t.isVariableDeclaration(declaration) && declaration.declarations.every(({ id }) => t.isIdentifier(id))) {
      for (const declarator of declaration.declarations) {
        const target = member(object, (declarator.id as t.Identifier).name);
        if (declarator.init) declarator.init = t.assignmentExpression('=', target, declarator.init);
      }
      return [declaration];
    }
    return [declaration, ...declaredNames(declaration).map((name) => assign(object, name))];
  }
}

/** `import x = A.b;   =>   var x = A.b;`, if it is used as a value. */
function importIn(node: t.TSImportEqualsDeclaration, object: string, all: readonly t.Statement[]): t.Statement[] {
  const alias = aliasVariable(node, all);
  if (alias === null) return [];
  return node.isExport ? [alias, assign(object, node.id.name)] : [alias];
}

/** The namespace or enum that a statement declares, unless it is only declared for the type checker. */
function mergedIn(statement: t.Statement): Merged | null {
  const { declaration } = unexported(statement);
  const isMerged = t.isTSEnumDeclaration(declaration) || isNamespace(declaration);
  return isMerged && declaration.declare !== true ? declaration : null;
}

function isNamespace(node: t.Node): node is t.TSModuleDeclaration {
  return t.isTSModuleDeclaration(node) && !t.isStringLiteral(node.id);
}

function isEnum(node: Merged): node is t.TSEnumDeclaration {
  return t.isTSEnumDeclaration(node);
}

function unexported(statement: t.Statement): { declaration: t.Statement; isExported: boolean } {
  if (t.isExportNamedDeclaration(statement) && statement.declaration)
    return { declaration: statement.declaration, isExported: true };
  if (t.isExportDefaultDeclaration(statement) && t.isDeclaration(statement.declaration))
    return { declaration: statement.declaration, isExported: true };
  return { declaration: statement, isExported: false };
}

/** `A` of `namespace A.B.C {}` */
function nameOf(node: Merged): string {
  return path(node.id)[0] ?? '';
}

function path(id: t.Node): string[] {
  if (t.isTSQualifiedName(id)) return [...path(id.left), id.right.name];
  return t.isIdentifier(id) ? [id.name] : [];
}

/** The statements of a namespace. Those of a dotted name are the namespace of the rest of the name. */
function bodyOf(node: t.TSModuleDeclaration): t.Statement[] {
  const [, ...rest] = path(node.id);
  const body = node.body as t.Node;
  const inner = rest.reduceRight<t.Node>(
    (content, name) => t.tsModuleDeclaration(t.identifier(name), content as t.TSModuleBlock),
    body,
  );
  if (t.isTSModuleBlock(inner)) return inner.body;
  return [t.exportNamedDeclaration(inner as t.TSModuleDeclaration)];
}

/** Whether there is something in a namespace other than types. */
function hasValue(node: t.TSModuleDeclaration): boolean {
  return bodyOf(node).some((statement) => {
    const { declaration } = unexported(statement);
    if (isNamespace(declaration)) return declaration.declare !== true && hasValue(declaration);
    return !isTypeOnly(declaration) && !t.isTSImportEqualsDeclaration(declaration);
  });
}

/** Variables that a namespace exports, and that change, would have to be read from it wherever they are used. */
export function canBeWritten(node: t.TSModuleDeclaration): boolean {
  return bodyOf(node).every((statement) => {
    const { declaration, isExported } = unexported(statement);
    if (isNamespace(declaration)) return declaration.declare === true || canBeWritten(declaration);
    return (
      !isExported ||
      !t.isVariableDeclaration(declaration) ||
      declaration.kind === 'const' ||
      declaration.declare === true
    );
  });
}

function namespaceNames(statement: t.Statement): string[] {
  const node = mergedIn(statement);
  return node === null || isEnum(node) ? [] : [nameOf(node)];
}

/** Constant enums are no constants any more where they are exported, or kept while a function waits. */
function enumNames(statements: readonly t.Statement[]): string[] {
  const constants = statements.flatMap((statement) => {
    const node = mergedIn(statement);
    return node !== null && isEnum(node) && node.const === true ? [nameOf(node)] : [];
  });
  return [...blockingEnums(statements), ...constants];
}

function declaredNames(statement: t.Statement): string[] {
  const { declaration } = unexported(statement);
  if (t.isVariableDeclaration(declaration)) return declaration.declarations.flatMap(({ id }) => boundNames(id));
  if (t.isFunctionDeclaration(declaration) || t.isClassDeclaration(declaration))
    return declaration.id ? [declaration.id.name] : [];
  const node = mergedIn(statement);
  return node === null ? [] : [nameOf(node)];
}

function exportedNames(statement: t.Statement): string[] {
  return unexported(statement).isExported && !isTypeOnly(unexported(statement).declaration)
    ? declaredNames(statement)
    : [];
}

function member(object: string, name: string): t.MemberExpression {
  return t.memberExpression(t.identifier(object), t.identifier(name));
}

function assign(object: string, name: string): t.Statement {
  return t.expressionStatement(t.assignmentExpression('=', member(object, name), t.identifier(name)));
}

function variable(kind: 'let' | 'const' | 'var', name: string, value: t.Expression): t.VariableDeclaration {
  return t.variableDeclaration(kind, [t.variableDeclarator(t.identifier(name), value)]);
}
