import { statSync } from 'node:fs';
import { basename } from 'node:path';
import { fileURLToPath } from 'node:url';
import { compile, type Compiled, type CompileRequest } from './compile.ts';
import { openDiskCache } from './disk-cache.ts';
import { inputSourceMap } from './input-source-map.ts';
import { marksTopLevel } from './mark-top-level.ts';
import { environment, printing } from './printing.ts';
import { findTsConfig } from './tsconfig.ts';
import { packageVersion } from './version.ts';

interface Entry {
  code: string;
  warnings: string[];
}

type Request = Omit<CompileRequest, 'sourceMaps'>;

const cache = openDiskCache();

/**
 * Compiles a file for Node to run, with its source map in a comment, or remembers what it was compiled to, in this process or another one.
 *
 * @throws {CompileError} if the source is at fault; the message has a code frame
 */
export function compileCached(request: Request): string {
  const { types } = request.options.plugin;
  // What a type checker says depends on more than the file.
  if (cache === null || types !== null) return withMap(compile({ ...request, sourceMaps: true }), request.filename);
  const key = keyOf(request);
  const known = cache.read(key);
  const entry = known === null ? null : (JSON.parse(known) as Entry);
  if (entry !== null) return replay(entry, request);
  const compiled = compileCollecting(request);
  cache.write(key, JSON.stringify(compiled));
  return replay(compiled, request);
}

function compileCollecting(request: Request): Entry {
  const { options, filename } = request;
  const messages: string[] = [];
  const collected = options.plugin.warnings === false ? false : (message: string) => void messages.push(message);
  const plugin = { ...options.plugin, warnings: collected };
  const compiled = compile({ ...request, sourceMaps: true, options: { ...options, plugin } });
  return { code: withMap(compiled, filename), warnings: messages };
}

/** Prints the warnings, whether the file was compiled now or long ago. */
function replay({ warnings, code }: Entry, { options }: Request): string {
  const { warnings: print } = printing(options);
  if (typeof print === 'function') for (const message of warnings) print(message);
  return code;
}

/** Everything that decides about the output. */
function keyOf(request: Request): string {
  const { filename, source, from, to, rewriteImports = false, options } = request;
  const { warnings, ...plugin } = options.plugin;
  const isTopLevelMarked = marksTopLevel(request);
  const how = [from, to, isTopLevelMarked, rewriteImports, findTsConfig(filename), warnings !== false];
  const map = inputSourceMap(filename, source);
  return JSON.stringify([packageVersion(), builtAt(), environment(), filename, how, plugin, map, source]);
}

/** The code with its source map. The text of the file itself is not repeated there: Node looks for it where the file is. */
function withMap({ code, map }: Compiled, filename: string): string {
  if (map === null) return code;
  const { sources, sourcesContent, ...rest } = map as { sources: string[]; sourcesContent?: unknown };
  const isOwn = sources.length === 1 && basename(sources[0] ?? '') === basename(filename);
  const text = JSON.stringify({ ...rest, sources, ...(!isOwn && { sourcesContent }) });
  return `${code}\n//# sourceMappingURL=data:application/json;charset=utf-8;base64,${Buffer.from(text).toString('base64')}`;
}

let built: number | undefined;

/** When the compiler was built: while it is developed, its version says too little. */
function builtAt(): number {
  built ??= statSync(fileURLToPath(new URL('./babel.cjs', import.meta.url)), { throwIfNoEntry: false })?.mtimeMs ?? 0;
  return built;
}
