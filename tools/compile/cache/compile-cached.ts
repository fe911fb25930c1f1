import { statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { mapFileOf, mayBeApart, textOfMap, withInlineMap, withMapOf, type MapFile } from './cached-maps.ts';
import { compile, type CompileRequest } from '../compile.ts';
import { openDiskCache, type DiskEntry } from './disk-cache.ts';
import { shortName } from './start-file.ts';
import { StartIndex } from './start-index.ts';
import { inputSourceMap } from '../input-source-map.ts';
import { marksTopLevel } from '../mark-top-level.ts';
import type { CompileOptions } from '../options.ts';
import { environment, printing } from '../printing.ts';
import { findPackageScope } from '../project/package-scope.ts';
import { findTsConfig, type TsConfig } from '../project/tsconfig.ts';
import { packageVersion } from './version.ts';

type Request = Omit<CompileRequest, 'sourceMaps'>;

/** What Node is to run instead of a file. */
export interface Compilation {
  /** With its source map, or the name of it, in a comment. */
  code: string;
  /** To be printed at each start. */
  warnings: string[];
  /** The file that the comment names. */
  map: MapFile | null;
}

/** What the first line of an entry has, as JSON; the code follows. */
interface Head {
  warnings: string[];
  /** Size of the source map beside the entry, in bytes; 0 if the code has none. */
  mapSize: number;
}

const cache = openDiskCache();

/**
 * Compiles a file for Node to run, or remembers what it was compiled to, in this process or another one. Prints the warnings, whether the file was
 * compiled now or long ago.
 *
 * @throws {CompileError} if the source is at fault; the message has a code frame
 */
export function compileCached(request: Request): Compilation {
  const { options } = request;
  if (cache === null || !isCacheable(options)) {
    const { code, map } = compile({ ...request, sourceMaps: true });
    return { code: withInlineMap(code, textOfMap(map, request.filename)), warnings: [], map: null };
  }
  const entry = cache.entry(keyOf(request));
  const compilation = remembered(entry) ?? compileAnew(entry, request);
  printWarnings(compilation.warnings, options);
  return compilation;
}

/** What a type checker says depends on more than the file. */
function isCacheable({ plugin: { types } }: CompileOptions): boolean {
  return types === null;
}

/**
 * What a program was compiled to when it last started; null if nothing can be known of that.
 *
 * @param entry path of its first module
 */
export function openStartIndex(entry: string, options: CompileOptions): StartIndex | null {
  if (cache === null || !isCacheable(options)) return null;
  const key = JSON.stringify([entry, factsOf(options), environment(), options.topLevelsOf, mayBeApart()]);
  return new StartIndex(cache.pathOf(join('starts', shortName(key))), key, contextOf);
}

/** Null if nothing is remembered, or only a part of it. */
function remembered(entry: DiskEntry): Compilation | null {
  const text = entry.read();
  if (text === null) return null;
  const end = text.indexOf('\n');
  const { warnings, mapSize } = JSON.parse(text.slice(0, end)) as Head;
  const code = withMapOf(entry, text.slice(end + 1), mapSize);
  return code === null ? null : { code, warnings, map: mapFileOf(entry, mapSize) };
}

function compileAnew(entry: DiskEntry, request: Request): Compilation {
  const { options, filename } = request;
  const warnings: string[] = [];
  const collected = options.plugin.warnings === false ? false : (message: string) => void warnings.push(message);
  const plugin = { ...options.plugin, warnings: collected };
  const { code, map } = compile({ ...request, sourceMaps: true, options: { ...options, plugin } });
  const mapText = textOfMap(map, filename);
  if (mapText !== '') entry.writeAttachment(mapText);
  const head: Head = { warnings, mapSize: Buffer.byteLength(mapText) };
  entry.write(`${JSON.stringify(head)}\n${code}`);
  // The same text as in later starts, for which Node remembers what it makes of it.
  return remembered(entry) ?? { code: withInlineMap(code, mapText), warnings, map: null };
}

/** Prints what the compiler has said of a file. */
export function printWarnings(messages: readonly string[], options: CompileOptions): void {
  if (messages.length === 0) return;
  const { warnings } = printing(options);
  if (typeof warnings === 'function') for (const message of messages) warnings(message);
}

/** Everything that decides about the output. The source stands there as it is, since it is long. */
function keyOf(request: Request): string {
  const { filename, source, from, to, rewriteImports = false, options } = request;
  const how = [environment(), from, to, marksTopLevel(request), rewriteImports, inputSourceMap(filename, source)];
  return [factsOf(options), filename, JSON.stringify(how), configOf(filename), source].join('\n');
}

const facts = new WeakMap<CompileOptions, string>();

/** What is the same for all files. */
function factsOf(options: CompileOptions): string {
  let known = facts.get(options);
  if (known === undefined) {
    const { warnings, ...plugin } = options.plugin;
    known = JSON.stringify([packageVersion(), builtAt(), plugin, warnings !== false]);
    facts.set(options, known);
  }
  return known;
}

const configs = new WeakMap<TsConfig, string>();

function configOf(filename: string): string {
  const config = findTsConfig(filename);
  if (config === null) return '';
  let known = configs.get(config);
  if (known === undefined) configs.set(config, (known = JSON.stringify(config)));
  return known;
}

const contexts = new Map<string, string>();

/** What else decides about the output for a file without a source map of its own: the same for a folder. */
function contextOf(filename: string): string {
  const folder = dirname(filename);
  let known = contexts.get(folder);
  if (known === undefined) {
    const { name, type } = findPackageScope(filename) ?? {};
    contexts.set(folder, (known = JSON.stringify([name, type, configOf(filename)])));
  }
  return known;
}

let built: number | undefined;

/** When the compiler was built: while it is developed, its version says too little. */
function builtAt(): number {
  built ??= statSync(fileURLToPath(new URL('./babel.cjs', import.meta.url)), { throwIfNoEntry: false })?.mtimeMs ?? 0;
  return built;
}
