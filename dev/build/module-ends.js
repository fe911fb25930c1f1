import { template, types as t } from '@babel/core';
import { posix } from 'node:path';
import { transformChunk } from './transform-chunk.js';

/** What the ends are told to, and what it needs: these would import themselves. */
const STATE = 'contract/stacks/state.mjs';
const EXCEPT = [STATE, 'contract/share.mjs'];

const PLACEHOLDERS = { placeholderPattern: /^(?:START|STACKS)$/ };
const start = template.statement('const START = (look) => look();', PLACEHOLDERS);
/**
 * Bundlers take it out of what they build for production. A browser has no `process`: where no bundler has put a value in its place,
 * nothing is told.
 */
const end = template.statement(
  `
  try {
    if (process.env.NODE_ENV !== 'production') (STACKS.modules ??= []).push([START, (look) => look()]);
  } catch {}
`,
  PLACEHOLDERS,
);

/**
 * A plugin for the bundler, for modules that a bundler of programs will put into a file with others: each has a function at its
 * beginning and one at its end, by which stacks of errors know functions of the library from those of the program. See
 * runtime/contract/stacks/extents.ts.
 *
 * @returns {import('rolldown').Plugin}
 */
export function moduleEnds() {
  return {
    name: 'module-ends',
    async renderChunk(code, { fileName }) {
      if (!fileName.endsWith('.mjs') || EXCEPT.includes(fileName)) return null;
      return await transformChunk(code, fileName, (program) => addEnds(program, fileName));
    },
  };
}

/**
 * @param {import('@babel/core').NodePath<import('@babel/core').types.Program>} program
 * @param {string} fileName
 */
function addEnds({ node, scope }, fileName) {
  if (!hasFunctions(node)) return;
  const START = scope.generateUidIdentifier('start');
  const STACKS = scope.generateUidIdentifier('stacks');
  const isImport = (statement) => t.isImportDeclaration(statement);
  const isExport = (statement) => t.isExportDeclaration(statement);
  const rest = node.body.filter((statement) => !isImport(statement) && !isExport(statement));
  node.body = [
    ...node.body.filter(isImport),
    importOf(STACKS, posix.relative(posix.dirname(fileName), STATE)),
    start({ START }),
    ...rest,
    end({ START, STACKS }),
    ...node.body.filter(isExport),
  ];
}

function hasFunctions(program) {
  let found = false;
  t.traverseFast(program, (node) => {
    found ||= t.isFunction(node);
  });
  return found;
}

function importOf(local, path) {
  const specifier = t.importSpecifier(local, t.identifier('stacks'));
  return t.importDeclaration([specifier], t.stringLiteral(path.startsWith('.') ? path : `./${path}`));
}
