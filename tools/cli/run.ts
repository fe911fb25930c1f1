import { readFileSync } from 'node:fs';
import { runMain } from 'node:module';
import { pathToFileURL } from 'node:url';
import { declaredFormat } from '../compile/project/format.ts';
import { isSource } from '../compile/language.ts';
import type { CompileOptions } from '../compile/options.ts';
import { formatForImport } from '../compile/top-level.ts';
import { compileInChildren } from '../register/children.ts';
import { install } from '../register/install.ts';
import { registerHooks } from '../register/hooks/sync-hooks.ts';
import { findEntry } from './entry.ts';

/**
 * Runs a program in this process as `node FILE ARGS` would, and the processes and threads that it starts likewise.
 *
 * @throws {UsageError} if there is no such file
 * @throws {unknown} what the program throws while its modules are evaluated
 */
export async function run(file: string, args: string[], options: CompileOptions): Promise<void> {
  const entry = findEntry(file);
  process.argv.splice(1, Infinity, entry, ...args);
  install(options, entry);
  compileInChildren(options);
  if (isLeftToNode(entry)) runMain(entry);
  else await import(pathToFileURL(entry).href);
}

/**
 * Without synchronous hooks to ask, Node takes every entry that it does not know to be an ES module for CommonJS; with them,
 * what its package declares to be CommonJS.
 */
function isLeftToNode(entry: string): boolean {
  if (!isSource(entry)) return true;
  const format = formatForImport(entry, readFileSync(entry, 'utf8'));
  if (format === 'commonjs') return true;
  return registerHooks !== undefined && declaredFormat(entry) !== 'commonjs';
}
