import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { basename, dirname, join, relative, resolve, sep } from 'node:path';
import { compile } from '../compile/compile.ts';
import type { Compiled } from '../compile/compile.ts';
import { formatOf } from '../compile/project/format.ts';
import { sourcesBeside, type SourceMap } from '../compile/source-urls.ts';
import { isSource } from '../compile/language.ts';
import type { CompileOptions } from '../compile/options.ts';
import { findEntry } from './entry.ts';
import { printPasses } from './print-passes.ts';
import { UsageError } from './report.ts';

export interface CompileFilesOptions {
  /** Undefined: print. */
  outDir: string | undefined;
  /** Print the program after each pass of the compiler, too. */
  passes: boolean;
  sourceMaps: boolean;
  options: CompileOptions;
}

/**
 * Compiles files and prints the results, or writes them below `outDir` as they lie below their common folder.
 *
 * @throws {UsageError} if a file does not exist, is no source, or would be overwritten
 * @throws {CompileError} if a source is at fault
 */
export function compileFiles(files: string[], { outDir, passes, sourceMaps, options }: CompileFilesOptions): void {
  const entries = files.flatMap((file) => (isFolder(file) ? sourcesIn(resolve(file)) : findSourceEntry(file)));
  const watched = (): CompileOptions => ({ ...options, plugin: { ...options.plugin, onPass: printPasses() } });
  if (passes) print(entries, (entry) => compileFile(entry, false, false, watched()), '// output\n');
  else if (outDir === undefined) print(entries, (entry) => compileFile(entry, sourceMaps && 'inline', false, options));
  else write(entries, resolve(outDir), (entry) => compileFile(entry, sourceMaps, true, options));
}

function isFolder(file: string): boolean {
  return statSync(file, { throwIfNoEntry: false })?.isDirectory() ?? false;
}

/** The sources in a folder and those below it; installed packages are none of the program. */
function sourcesIn(folder: string): string[] {
  const entries = readdirSync(folder, { withFileTypes: true });
  return entries.flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return entry.name === 'node_modules' ? [] : sourcesIn(path);
    return isSource(path) && !/\.d\.[mc]?ts$/.test(path) ? path : [];
  });
}

function findSourceEntry(file: string): string {
  const entry = findEntry(file);
  if (!isSource(entry)) throw new UsageError(`cannot compile ${file}: expected JavaScript or TypeScript`);
  return entry;
}

function compileFile(
  filename: string,
  sourceMaps: 'inline' | boolean,
  rewriteImports: boolean,
  options: CompileOptions,
): Compiled {
  const source = readFileSync(filename, 'utf8');
  const format = formatOf(filename, source);
  return compile({ filename, source, from: format, to: format, sourceMaps, rewriteImports, options });
}

function print(entries: string[], compiled: (entry: string) => Compiled, heading = ''): void {
  for (const entry of entries) {
    if (entries.length > 1) console.log(`// ${relative('', entry)}`);
    console.log(`${heading}${compiled(entry).code}`);
  }
}

function write(entries: string[], outDir: string, compiled: (entry: string) => Compiled): void {
  const root = commonFolder(entries);
  for (const entry of entries) {
    const output = join(outDir, outputName(relative(root, entry)));
    if (output === entry) throw new UsageError(`cannot write ${relative('', output)}: it would overwrite its source`);
    mkdirSync(dirname(output), { recursive: true });
    writeOutput(output, entry, compiled(entry));
  }
}

function writeOutput(output: string, entry: string, { code, map }: Compiled): void {
  if (map === null) return writeFileSync(output, `${code}\n`);
  writeFileSync(output, `${code}\n//# sourceMappingURL=${encodeURIComponent(basename(output))}.map\n`);
  writeFileSync(
    `${output}.map`,
    JSON.stringify({ ...map, sourceRoot: undefined, sources: sourcesBeside(output, map as SourceMap, entry) }),
  );
}

function commonFolder([first = '', ...others]: string[]): string {
  let folder = dirname(first);
  while (!others.every((other) => other.startsWith(folder + sep))) folder = dirname(folder);
  return folder;
}

/** `a.ts`, `a.tsx` and `a.jsx` -> `a.js`; `a.mts` -> `a.mjs`; `a.cts` -> `a.cjs`. */
function outputName(path: string): string {
  return path.replace(/\.([mc])?[jt]sx?$/, '.$1js');
}
