import type * as babel from '@babel/core';
import { extname } from 'node:path';
import { withBabel } from './babel/babel.ts';
import { declaredFormat, formatOf, meansCommonJs } from './project/format.ts';
import type { ModuleFormat } from './project/format.ts';
import { parse } from './babel/parse.ts';

/** What CommonJS gives to a file, and an ES module has not. */
const COMMONJS_VARIABLES = ['require', 'module', 'exports', '__filename', '__dirname'];

/**
 * What to make of a file that is imported, or started. It is what it is for `formatOf`, but for TypeScript with `import` and
 * `export` in a package of CommonJS: if that waits at its top level, which CommonJS cannot, it becomes an ES module. `require`
 * still gets CommonJS.
 *
 * @throws {CompileError} if only the syntax can tell, and it is wrong
 */
export function formatForImport(filename: string, source: string): ModuleFormat {
  return becomesModule(filename, source) ? 'module' : formatOf(filename, source);
}

/** Whether a file that its package declares to be CommonJS has to be an ES module. */
export function becomesModule(filename: string, source: string): boolean {
  if (!['.ts', '.tsx'].includes(extname(filename)) || !/\bgreenlet\b|\bawait\b/.test(source)) return false;
  if (declaredFormat(filename) !== 'commonjs') return false;
  const ast = parse(filename, source);
  const { sourceType, body, directives } = ast.program;
  if (sourceType !== 'module' || body.some(meansCommonJs)) return false;
  const { globals, awaits } = withBabel(({ traverse }) => look(ast, traverse));
  const isMarked = directives.some(({ value }) => value.value === 'use greenlet');
  return (awaits || isMarked) && !COMMONJS_VARIABLES.some((name) => globals.includes(name));
}

function look(ast: babel.types.Node, traverse: typeof babel.traverse): { globals: string[]; awaits: boolean } {
  const found = { globals: [] as string[], awaits: false };
  const note = (path: babel.NodePath): void => {
    if (path.getFunctionParent() === null) found.awaits = true;
  };
  traverse(ast, {
    Program({ scope }) {
      found.globals = Object.keys((scope as unknown as { globals: object }).globals);
    },
    AwaitExpression: note,
    ForOfStatement(path) {
      if (path.node.await) note(path);
    },
  });
  return found;
}
