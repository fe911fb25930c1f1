import { statSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { textOfMap, withInlineMap, withMapOf } from './cached-maps.ts';
import { compile, type CompileRequest } from '../compile.ts';
import { openDiskCache, type DiskEntry } from './disk-cache.ts';
import { inputSourceMap } from '../input-source-map.ts';
import { marksTopLevel } from '../mark-top-level.ts';
import type { CompileOptions } from '../options.ts';
import { environment, printing } from '../printing.ts';
import { findTsConfig, type TsConfig } from '../project/tsconfig.ts';
import { packageVersion } from './version.ts';

type Request = Omit<CompileRequest, 'sourceMaps'>;

/** What the first line of an entry has, as JSON; the code follows. */
interface Head {
  warnings: string[];
  /** Size of the source map beside the entry, in bytes; 0 if the code has none. */
  mapSize: number;
}

const cache = openDiskCache();

/**
 * Compiles a file for Node to run, with its source map in a comment, or remembers what it was compiled to, in this process or another one.
 *
 * @throws {CompileError} if the source is at fault; the message has a code frame
 */
export function compileCached(request: Request): string {
  const { types } = request.options.plugin;
  // What a type checker says depends on more than the file.
  if (cache === null || types !== null) {
    const { code, map } = compile({ ...request, sourceMaps: true });
    return withInlineMap(code, textOfMap(map, request.filename));
  }
  const entry = cache.entry(keyOf(request));
  return remembered(entry, request) ?? compileAnew(entry, request);
}

/** Null if nothing is remembered, or only a part of it. */
function remembered(entry: DiskEntry, { options }: Request): string | null {
  const text = entry.read();
  if (text === null) return null;
  const end = text.indexOf('\n');
  const { warnings, mapSize } = JSON.parse(text.slice(0, end)) as Head;
  const code = withMapOf(entry, text.slice(end + 1), mapSize);
  if (code !== null) print(warnings, options);
  return code;
}

function compileAnew(entry: DiskEntry, request: Request): string {
  const { options, filename } = request;
  const warnings: string[] = [];
  const collected = options.plugin.warnings === false ? false : (message: string) => void warnings.push(message);
  const plugin = { ...options.plugin, warnings: collected };
  const { code, map } = compile({ ...request, sourceMaps: true, options: { ...options, plugin } });
  const mapText = textOfMap(map, filename);
  if (mapText !== '') entry.writeAttachment(mapText);
  const head: Head = { warnings, mapSize: Buffer.byteLength(mapText) };
  entry.write(`${JSON.stringify(head)}\n${code}`);
  print(warnings, options);
  return withInlineMap(code, mapText);
}

/** Prints the warnings, whether the file was compiled now or long ago. */
function print(messages: string[], options: CompileOptions): void {
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

let built: number | undefined;

/** When the compiler was built: while it is developed, its version says too little. */
function builtAt(): number {
  built ??= statSync(fileURLToPath(new URL('./babel.cjs', import.meta.url)), { throwIfNoEntry: false })?.mtimeMs ?? 0;
  return built;
}
