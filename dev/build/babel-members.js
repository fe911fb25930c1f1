import { types as t } from '@babel/core';
import { babelTransform } from './babel-transform.js';

const FILTER = { id: /\/plugin\/.*(?<!\.d)\.ts$/, code: /\btypes as t\b.* from '@babel\/core'/ };

/**
 * A plugin for the bundler: reads the functions of `types` of Babel once a file. Each is behind a getter, which looks it up
 * by a name that is not constant: a tenth of what compiling takes.
 *
 * @returns {import('rolldown').Plugin}
 */
export function babelMembers() {
  const options = { parserOpts: { plugins: ['typescript'] }, plugins: [{ visitor: { Program: readOnce } }] };
  return babelTransform('babel-members', FILTER, () => options, 'ts');
}

/** @param {import('@babel/core').NodePath<import('@babel/core').types.Program>} program */
function readOnce({ node, scope }) {
  const constants = new Map();
  for (const { parentPath: member } of scope.getBinding('t')?.referencePaths ?? []) {
    if (!member?.isMemberExpression({ computed: false })) continue;
    const { name } = member.node.property;
    if (!constants.has(name)) constants.set(name, scope.generateUidIdentifier(name));
    member.replaceWith(t.cloneNode(constants.get(name)));
  }
  const lastImport = node.body.findLastIndex((statement) => t.isImportDeclaration(statement));
  const declarations = Array.from(constants, ([name, local]) =>
    t.variableDeclarator(local, t.memberExpression(t.identifier('t'), t.identifier(name))),
  );
  if (declarations.length > 0) node.body.splice(lastImport + 1, 0, t.variableDeclaration('const', declarations));
}
