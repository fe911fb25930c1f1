import type { ParseResult } from '@babel/core';
import { withBabel } from './babel.ts';
import { explainError } from '../compile-error.ts';
import { readingSettings } from './settings.ts';

/**
 * Parses a file of which it is not known whether it is an ES module.
 *
 * @throws {CompileError} if the syntax is wrong
 */
export function parse(filename: string, source: string): ParseResult {
  try {
    const ast = withBabel(({ parseSync }) => parseSync(source, readingSettings(filename, source, undefined)));
    if (ast === null) throw new Error(`Babel ignored ${filename}`);
    return ast;
  } catch (error) {
    throw explainError(error, filename);
  }
}
