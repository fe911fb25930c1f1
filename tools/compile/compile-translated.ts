import type { PluginItem } from '@babel/core';
import { loadBabel, withBabel } from './babel/babel.ts';
import { explainError } from './compile-error.ts';
import type { Compiled } from './compile.ts';
import { namesSourceMap } from './input-source-map.ts';
import type { CompileOptions } from './options.ts';
import { printing } from './printing.ts';

export interface TranslatedRequest {
  /** JavaScript, which another tool has made of the file. */
  source: string;
  /** The source map of that; false if there is none. */
  map: object | false;
  filename: string;
  sourceType: 'module' | 'unambiguous';
  options: CompileOptions;
  /** Plugins that run before. */
  before?: PluginItem[];
}

/**
 * Compiles the marked functions of what another tool has made of a file.
 *
 * @throws {CompileError} if the source is at fault; the message has a code frame
 */
export function compileTranslated({
  source,
  map,
  filename,
  sourceType,
  options,
  before = [],
}: TranslatedRequest): Compiled {
  try {
    const result = withBabel(({ transformSync }) =>
      transformSync(source, {
        filename,
        configFile: false,
        babelrc: false,
        sourceType,
        parserOpts: { allowReturnOutsideFunction: true, allowNewTargetOutsideFunction: true },
        plugins: [...before, [loadBabel().greenlets, { ...options.plugin, ...printing(options) }]],
        sourceMaps: true,
        // Babel's types do not know `false`.
        inputSourceMap: map as never,
        compact: false,
        highlightCode: false,
        shouldPrintComment: (comment) => !namesSourceMap(comment),
      }),
    );
    return { code: result?.code ?? '', map: result?.map ?? null };
  } catch (error) {
    throw explainError(error, filename);
  }
}
