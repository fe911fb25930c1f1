import type { types } from '@babel/core';
import { extname } from 'node:path';
import { findPackageScope } from './package-scope.ts';
import { parse } from '../babel/parse.ts';

export type ModuleFormat = 'module' | 'commonjs';

/** No ES module that cannot be told by its name or package does without one of these. Spares most files the parser. */
const MODULE_SYNTAX = /\b(?:import|export|await)\b/;

/** Where something may be that only an ES module has. CommonJS has it in texts at most, or as `import()`. */
const MODULE_ONLY = /(?:^|[;}]|\*\/)[ \t]*(?:import|export)\b|\bimport\.meta\b/m;

/**
 * Whether a file is an ES module or CommonJS, by Node's rules: its extension says so, or else the nearest
 * `package.json`, or else its syntax. One case is an ES module that Node would refuse: see `isMisdeclared`.
 *
 * @throws {CompileError} if only the syntax can tell, and it is wrong
 */
export function formatOf(filename: string, source: string): ModuleFormat {
  if (isMisdeclared(filename, source)) return 'module';
  return declaredFormat(filename) ?? formatBySyntax(filename, source);
}

/**
 * Whether a file of JavaScript has `import` or `export`, although its package declares it to be CommonJS. It can only be meant as an ES
 * module: npm 11 writes `"type": "commonjs"` into every new package, whatever is put into it then.
 *
 * @throws {CompileError} if only the syntax can tell, and it is wrong
 */
export function isMisdeclared(filename: string, source: string): boolean {
  return /\.jsx?$/.test(filename) && declaredFormat(filename) === 'commonjs' && hasModuleSyntax(filename, source);
}

/**
 * Whether a file has something that only an ES module has.
 *
 * @throws {CompileError} if it may have, and its syntax is wrong
 */
export function hasModuleSyntax(filename: string, source: string): boolean {
  return MODULE_ONLY.test(source) && parse(filename, source).program.sourceType === 'module';
}

/** What the name of a file or its package says. */
export function declaredFormat(filename: string): ModuleFormat | undefined {
  const extension = extname(filename);
  if (/^\.m[jt]s$/.test(extension)) return 'module';
  if (/^\.c[jt]s$/.test(extension)) return 'commonjs';
  return findPackageScope(filename)?.type;
}

function formatBySyntax(filename: string, source: string): ModuleFormat {
  if (!MODULE_SYNTAX.test(source)) return 'commonjs';
  const { program } = parse(filename, source);
  return program.sourceType === 'module' && !program.body.some(meansCommonJs) ? 'module' : 'commonjs';
}

/** TypeScript's `import x = require('y')` and `export = x`. */
export function meansCommonJs(statement: types.Statement): boolean {
  if (statement.type === 'TSExportAssignment') return true;
  return (
    statement.type === 'TSImportEqualsDeclaration' && statement.moduleReference.type === 'TSExternalModuleReference'
  );
}
