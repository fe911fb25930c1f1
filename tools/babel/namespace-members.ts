import { types as t, type NodePath, type PluginObj } from '@babel/core';

/** Names that a namespace exports, in all its declarations together, by its path: `A`, or `A.B`. */
type Exports = Map<string, Set<string>>;

/**
 * A plugin that writes out what Babel's preset does not know of namespaces: variables that are exported and may change, and names that
 * another declaration of the same namespace exports.
 *
 *     namespace A { export let x = f(); x++ }   namespace A { g(x) }
 *     namespace A { A.x = f(); A.x++ }          namespace A { g(A.x) }
 */
export const namespaceMembers: PluginObj = {
  name: 'namespace-members',
  visitor: {
    Program(program) {
      const exports: Exports = new Map();
      forEachNamespace(program, (block, names) => addExports(exports, names, block));
      forEachNamespace(program, (block, names) => {
        writeOut(block, names.at(-1) ?? '', exports.get(names.join('.')) ?? new Set());
      });
    },
  },
};

type Block = NodePath<t.TSModuleBlock>;

/** Inner ones first, since they may use what outer ones export. */
function forEachNamespace(program: NodePath, visit: (block: Block, names: string[]) => void): void {
  program.traverse({
    TSModuleBlock: {
      exit(block) {
        const owners = block.getAncestry().filter((path) => path.isTSModuleDeclaration());
        if (owners.some(({ node }) => node.declare === true || !t.isIdentifier(node.id))) return;
        visit(block, owners.map(({ node }) => (node.id as t.Identifier).name).reverse());
      },
    },
  });
}

function addExports(exports: Exports, path: readonly string[], block: Block): void {
  const names = exportsOf(exports, path);
  addImplied(exports, path, block);
  for (const { declaration } of block.node.body.filter((statement) => t.isExportNamedDeclaration(statement))) {
    if (declaration && !isDeclared(declaration))
      for (const name of Object.keys(t.getOuterBindingIdentifiers(declaration))) names.add(name);
  }
}

function exportsOf(exports: Exports, path: readonly string[]): Set<string> {
  const key = path.join('.');
  const names = exports.get(key) ?? new Set();
  exports.set(key, names);
  return names;
}

/** `namespace A.B {}` exports `B` from `A`. */
function addImplied(exports: Exports, path: readonly string[], block: Block): void {
  let around: NodePath | null | undefined = block.parentPath.parentPath;
  for (let length = path.length - 1; around?.isTSModuleDeclaration() === true; length--) {
    exportsOf(exports, path.slice(0, length)).add(path[length] ?? '');
    around = around.parentPath;
  }
}

/** Whether it exists for the type checker only. */
function isDeclared(declaration: t.Declaration): boolean {
  if ('declare' in declaration && declaration.declare === true) return true;
  return t.isTSInterfaceDeclaration(declaration) || t.isTSTypeAliasDeclaration(declaration);
}

function writeOut(block: Block, object: string, exported: ReadonlySet<string>): void {
  // The namespace itself cannot be reached by its name: Babel says what it makes of that.
  if (block.scope.hasOwnBinding(object)) return;
  const changing = variablesOf(block);
  const foreign = new Set([...exported].filter((name) => !block.scope.hasOwnBinding(name)));
  if (changing.size === 0 && foreign.size === 0) return;
  block.traverse({
    Identifier(path) {
      const { name } = path.node;
      if (!changing.has(name) && !foreign.has(name)) return;
      if (!isUse(path) || isShadowed(path, block)) return;
      uncover(object, path, block);
      replace(path, object);
    },
  });
  const statements = block.node.body.flatMap((each) => (isVariables(each) ? assignments(each, object) : [each]));
  block.node.body = statements;
  block.scope.crawl();
}

type Variables = t.ExportNamedDeclaration & { declaration: t.VariableDeclaration };

function isVariables(statement: t.Statement): statement is Variables {
  if (!t.isExportNamedDeclaration(statement) || !t.isVariableDeclaration(statement.declaration)) return false;
  const { kind, declare } = statement.declaration;
  return declare !== true && (kind === 'let' || kind === 'var');
}

function variablesOf({ node }: Block): Set<string> {
  const declarations = node.body.filter(isVariables).map(({ declaration }) => declaration);
  return new Set(declarations.flatMap((declaration) => Object.keys(t.getBindingIdentifiers(declaration))));
}

/** What has a value is assigned; the names in it have become members by now, except those that are declared. */
function assignments({ declaration, loc }: Variables, object: string): t.Statement[] {
  return declaration.declarations.flatMap(({ id, init }) => {
    if (!init) return [];
    const target = t.isIdentifier(id) ? member(object, id.name) : asTarget(id as t.LVal, object);
    const statement = t.expressionStatement(t.assignmentExpression('=', target, init));
    return [Object.assign(statement, { loc })];
  });
}

/** A pattern that assigns to members instead of declaring variables. */
function asTarget(pattern: t.LVal, object: string): t.LVal {
  const names = new Set(Object.values(t.getBindingIdentifiers(pattern)));
  const rewrite = (node: t.Node): t.Node => {
    if (t.isIdentifier(node) && names.has(node)) return member(object, node.name);
    if (t.isObjectProperty(node)) return { ...node, shorthand: false, value: rewrite(node.value) } as t.Node;
    if (t.isAssignmentPattern(node)) return { ...node, left: rewrite(node.left) } as t.Node;
    if (t.isRestElement(node)) return { ...node, argument: rewrite(node.argument) } as t.Node;
    if (t.isObjectPattern(node)) return { ...node, properties: node.properties.map(rewrite) } as t.Node;
    if (t.isArrayPattern(node))
      return { ...node, elements: node.elements.map((each) => each && rewrite(each)) } as t.Node;
    return node;
  };
  return rewrite(pattern) as t.LVal;
}

/** Whether a name is read or assigned, rather than declared, a key or part of a type. */
function isUse(path: NodePath<t.Identifier>): boolean {
  const { parent, node } = path;
  if (t.isTSType(parent) || t.isTSQualifiedName(parent)) return false;
  const isAssigned = t.isAssignmentExpression(parent, { left: node }) || t.isForXStatement(parent, { left: node });
  if (isAssigned || t.isUpdateExpression(parent) || isInAssignedPattern(path)) return true;
  return path.isReferencedIdentifier();
}

function isInAssignedPattern(path: NodePath): boolean {
  const outer = path.findParent(
    ({ node }) => !t.isPattern(node) && !t.isRestElement(node) && !t.isObjectProperty(node),
  );
  if (t.isObjectProperty(path.parent) && path.key === 'key') return false;
  return outer !== null && path.parentPath !== outer && (outer.isAssignmentExpression() || outer.isForXStatement());
}

/** Whether the name means something that is declared further inside. */
function isShadowed({ node, scope }: NodePath<t.Identifier>, block: Block): boolean {
  for (let inner = scope; inner !== block.scope; inner = inner.parent) if (inner.hasOwnBinding(node.name)) return true;
  return false;
}

/** Gives another name to what is declared further inside under that of the namespace. */
function uncover(object: string, { scope }: NodePath, block: Block): void {
  for (let inner = scope; inner !== block.scope; inner = inner.parent)
    if (inner.hasOwnBinding(object)) inner.rename(object);
}

function replace(path: NodePath<t.Identifier>, object: string): void {
  const { parent, node } = path;
  if (t.isObjectProperty(parent) && parent.shorthand) parent.shorthand = false;
  const value = Object.assign(member(object, node.name), { loc: node.loc });
  // As a function of its own it is called without `this`.
  const isCalled = (t.isCallExpression(parent) && path.key === 'callee') || path.key === 'tag';
  path.replaceWith(isCalled ? t.sequenceExpression([t.numericLiteral(0), value]) : value);
  path.skip();
}

function member(object: string, name: string): t.MemberExpression {
  return t.memberExpression(t.identifier(object), t.identifier(name));
}
