import { initSync, parse } from 'cjs-module-lexer';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, resolve } from 'node:path';
import { isRunnable } from '../../compile/language.ts';
import type { CompileOptions } from '../../compile/options.ts';
import { findSource } from '../../compile/project/resolve.ts';
import { compileForRequire } from './compile-for-require.ts';
import type { ProgramInfo } from '../program-info.ts';
import { isPathLike } from './specifiers.ts';

/**
 * Stands in for a compiled CommonJS file that is imported: an ES module that loads the file as `require` does, and
 * exports what that exports.
 *
 *     import module from 'node:module';
 *     const exports = module._load("/project/file.cts", null, false);
 *     export default exports;
 *     const $0 = exports["answer"];
 *     export { $0 as "answer" };
 *
 * If Node imports CommonJS with source from a hook, then the file gets a `require` that lacks `require.cache` and more;
 * without, Node looks for the names of the exports in the file itself, and finds none in TypeScript.
 */
export function createFacade(filename: string, { options, entry }: ProgramInfo): string {
  const isEntry = filename === entry;
  // Nobody imports the entry, but it may ask whether it is `require.main`.
  const names = isEntry ? [] : namedExports(filename, options).map((name) => JSON.stringify(name));
  return [
    `import module from 'node:module';`,
    `const exports = module._load(${JSON.stringify(filename)}, null, ${isEntry});`,
    `export default exports;`,
    ...names.flatMap((name, i) => [`const $${i} = exports[${name}];`, `export { $${i} as ${name} };`]),
  ].join('\n');
}

function namedExports(filename: string, options: CompileOptions): string[] {
  initSync();
  return [...exportNames(filename, options, new Set())].filter((name) => name !== 'default');
}

/** The names in the file and, where it says `export * from`, in others; `seen` ends cycles. */
function exportNames(filename: string, options: CompileOptions, seen: Set<string>): Set<string> {
  if (seen.has(filename) || !isRunnable(filename)) return new Set();
  seen.add(filename);
  const { exports, reexports } = parse(compileForRequire(readFileSync(filename, 'utf8'), filename, silent(options)));
  const names = new Set(exports);
  for (const specifier of reexports) {
    for (const name of exportNames(resolveFrom(filename, specifier), options, seen)) names.add(name);
  }
  return names;
}

/** The file is compiled again when it is loaded, and then there are warnings. */
function silent({ plugin, ...options }: CompileOptions): CompileOptions {
  return { ...options, plugin: { ...plugin, warnings: false } };
}

function resolveFrom(importer: string, specifier: string): string {
  const found = isPathLike(specifier) ? findSource(resolve(dirname(importer), specifier), importer) : null;
  return found ?? createRequire(importer).resolve(specifier);
}
