import { types as t } from '@babel/core';
import { transformChunk } from './transform-chunk.js';

/**
 * A plugin for the bundler: makes constants of whatever does not change at the top level of a chunk, what it imports from the
 * other chunks included.
 *
 * V8 takes the value of a constant into optimized code. That of a function declaration, of a `var`, of an import and of
 * anything exported it reads each time, from a place of its own in memory, and checks what it has read.
 *
 * No chunk may import one that imports it.
 *
 * @param {{ forBundlers?: boolean }} [options] whether a bundler will put the files into one. Then imports and exports need not be
 *   copied to constants, and functions get their names from these alone: bundlers change a name inside of a variable of that name
 * @returns {import('rolldown').Plugin}
 */
export function constantBindings({ forBundlers = false } = {}) {
  return {
    name: 'constant-bindings',
    async renderChunk(code, { fileName }) {
      if (!/\.[cm]js$/.test(fileName)) return null;
      return await transformChunk(code, fileName, (program) => makeConstant(program, forBundlers));
    },
  };
}

/**
 * @param {import('@babel/core').NodePath<import('@babel/core').types.Program>} program
 * @param {boolean} forBundlers
 */
function makeConstant({ node, scope }, forBundlers) {
  const isConstant = ({ name }) => scope.getBinding(name)?.constant === true;
  const constants = forBundlers ? [] : node.body.flatMap((statement) => importedBy(statement, scope));
  const functions = node.body.filter((statement) => t.isFunctionDeclaration(statement) && isConstant(statement.id));
  const exported = forBundlers ? [] : node.body.flatMap((statement) => exportedBy(statement, scope, isConstant));
  for (const statement of node.body) {
    declareClass(statement, isConstant, forBundlers);
    // A comment between two statements belongs to the second.
    if (statement !== node.body.at(-1)) statement.trailingComments = null;
  }

  const [imports, rest] = partition(node.body, isImport);
  const [exports, others] = partition(rest, (statement) => t.isExportNamedDeclaration(statement));
  const remaining = others.filter((statement) => !functions.includes(statement));
  // Functions come before everything else, as they would without this.
  node.body = [
    ...imports,
    ...constants,
    ...functions.map((fn) => asConstant(fn, forBundlers)),
    ...remaining,
    ...exported,
    ...exports,
  ];
}

/** The bundler declares classes by `var`. */
function declareClass(statement, isConstant, forBundlers) {
  if (!t.isVariableDeclaration(statement, { kind: 'var' })) return;
  const isClass = ({ id, init }) => t.isClassExpression(init) && isConstant(id);
  if (!statement.declarations.every(isClass)) return;
  statement.kind = 'const';
  if (!forBundlers) return;
  for (const { id, init } of statement.declarations) {
    if (init.id?.name === id.name && !namesItself(init)) init.id = null;
  }
}

/** Whether a class says its name where the variable may not have a value yet: outside of its methods. */
function namesItself({ id, body }) {
  const early = body.body.flatMap((member) => {
    const key = member.computed === true ? [member.key] : [];
    if (t.isStaticBlock(member)) return member.body;
    return t.isClassProperty(member, { static: true }) && member.value ? [...key, member.value] : key;
  });
  return early.some((node) => mentions(node, id.name));
}

function mentions(node, name) {
  let found = false;
  t.traverseFast(node, (inner) => {
    found ||= t.isIdentifier(inner, { name });
  });
  return found;
}

function importedBy(statement, scope) {
  if (t.isImportDeclaration(statement) && isOfPackage(statement.source)) return importedNames(statement, scope);
  const required = requiredChunk(statement);
  return required === null ? [] : requiredNames(required, scope);
}

/** `import { a }`: the name goes to a constant. */
function importedNames({ specifiers }, scope) {
  return specifiers.map((specifier) => {
    const { local } = specifier;
    specifier.local = scope.generateUidIdentifier(local.name);
    return constant(local, specifier.local);
  });
}

/** The variable of `const chunk = require("./chunk.cjs")`. */
function requiredChunk(statement) {
  if (!t.isVariableDeclaration(statement)) return null;
  const [{ id, init }] = statement.declarations;
  return t.isIdentifier(id) && isRequire(init) && isOfPackage(init.arguments[0]) ? id : null;
}

/** One constant for each `chunk.a` that is read. */
function requiredNames(chunk, scope) {
  const constants = new Map();
  for (const { parentPath: member } of scope.getBinding(chunk.name).referencePaths) {
    if (
      !member.isMemberExpression({ computed: false }) ||
      member.parentPath.isAssignmentExpression({ left: member.node })
    )
      continue;
    const { name } = member.node.property;
    if (!constants.has(name)) constants.set(name, scope.generateUidIdentifier(name));
    member.replaceWith(t.cloneNode(constants.get(name)));
  }
  return Array.from(constants, ([name, local]) =>
    constant(local, t.memberExpression(t.cloneNode(chunk), t.identifier(name))),
  );
}

/** `export { a }`: what is exported is a copy. */
function exportedBy(statement, scope, isConstant) {
  if (!t.isExportNamedDeclaration(statement) || statement.source) return [];
  return statement.specifiers
    .filter(({ local }) => isConstant(local))
    .map((specifier) => {
      const { local } = specifier;
      specifier.local = scope.generateUidIdentifier(local.name);
      return constant(specifier.local, local);
    });
}

function asConstant(node, forBundlers) {
  const { id, params, body, generator, async } = node;
  const name = forBundlers ? null : id;
  return t.inheritsComments(constant(id, t.functionExpression(name, params, body, generator, async)), node);
}

function constant(id, init) {
  return t.variableDeclaration('const', [t.variableDeclarator(t.cloneNode(id), t.cloneNode(init, false))]);
}

function isImport(statement) {
  return (
    t.isImportDeclaration(statement) ||
    (t.isVariableDeclaration(statement) && statement.declarations.some(({ init }) => isRequire(init)))
  );
}

function isRequire(node) {
  return t.isCallExpression(node) && t.isIdentifier(node.callee, { name: 'require' });
}

function isOfPackage(source) {
  return t.isStringLiteral(source) && source.value.startsWith('.');
}

function partition(items, test) {
  return [items.filter(test), items.filter((item) => !test(item))];
}
