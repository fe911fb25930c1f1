import type { PluginItem, TransformOptions } from '@babel/core';
import { loadBabel, withBabel } from './babel/babel.ts';
import { explainError } from './compile-error.ts';
import type { ModuleFormat } from './project/format.ts';
import { importMetaInCommonJs } from './babel/import-meta.ts';
import { inputSourceMap, namesSourceMap } from './input-source-map.ts';
import type { CompileOptions } from './options.ts';
import { marksTopLevel, topLevelMark } from './mark-top-level.ts';
import { printing } from './printing.ts';
import { readingSettings } from './babel/settings.ts';
import { typescriptPlugins } from './babel/typescript.ts';

export interface CompileRequest {
  filename: string;
  source: string;
  /** What the file is. */
  from: ModuleFormat;
  /** What to make of it: an ES module can become CommonJS. */
  to: ModuleFormat;
  /** 'inline': as a comment; true: apart from the code. */
  sourceMaps: 'inline' | boolean;
  /** Whether imports of TypeScript files shall name the JavaScript files made of them. Default: false. */
  rewriteImports?: boolean;
  options: CompileOptions;
}

export interface Compiled {
  code: string;
  map: object | null;
}

/**
 * Compiles one file to JavaScript that Node runs: types and JSX go, marked functions become suspendable.
 *
 * @throws {CompileError} if the source is at fault; the message has a code frame
 */
export function compile(request: CompileRequest): Compiled {
  const map = inputSourceMap(request.filename, request.source);
  try {
    return transform(request, map);
  } catch (error) {
    // A mark that the program has not asked for must not keep it from running: direct `eval`, for example, may not be marked.
    if (marksTopLevel(request)) return compile({ ...request, options: withoutTopLevels(request.options) });
    // A source map can be wrong in more ways than are worth checking.
    if (map !== false && !(error instanceof SyntaxError)) return transformWithoutMap(request);
    throw explainError(error, request.filename);
  }
}

function withoutTopLevels({ plugin, include }: CompileOptions): CompileOptions {
  return { plugin, include };
}

function transformWithoutMap(request: CompileRequest): Compiled {
  try {
    return transform(request, false);
  } catch (error) {
    throw explainError(error, request.filename);
  }
}

function transform(request: CompileRequest, map: object | false): Compiled {
  // Babel's types do not know `false`.
  const inputSourceMap = map as TransformOptions['inputSourceMap'] & object;
  const result = withBabel(({ transformSync }) =>
    transformSync(request.source, { ...settings(request), inputSourceMap }),
  );
  return { code: result?.code ?? '', map: result?.map ?? null };
}

function settings(request: CompileRequest): TransformOptions {
  const { filename, source, from, to, sourceMaps, rewriteImports, options } = request;
  const reading = readingSettings(filename, source, from, rewriteImports);
  return {
    ...reading,
    plugins: [
      ...(marksTopLevel(request) ? [topLevelMark] : []),
      ...typescriptPlugins(filename, source),
      [loadBabel().greenlets, { ...options.plugin, ...printing(options) }],
      ...reading.plugins,
      ...modulePlugins(from, to),
    ],
    sourceMaps,
    compact: false,
    shouldPrintComment: (comment) => !namesSourceMap(comment),
  };
}

function modulePlugins(from: ModuleFormat, to: ModuleFormat): PluginItem[] {
  if (to === 'module') return [];
  const { exportNamespaceFrom, modulesCommonjs } = loadBabel().plugins;
  const toCommonJs = [exportNamespaceFrom, modulesCommonjs];
  return from === 'module' ? [...toCommonJs, importMetaInCommonJs] : toCommonJs;
}
