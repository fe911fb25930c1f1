import type { PluginItem, TransformOptions } from '@babel/core';
import { loadBabel, withBabel } from '../compile/babel.ts';
import { explainError } from '../compile/compile-error.ts';
import type { Options } from '../../plugin/interface/options.ts';
import type { Compiled } from '../compile/compile.ts';
import { isTypeScript } from '../compile/language.ts';
import type { CompileOptions } from '../compile/options.ts';
import { findTsConfig } from '../compile/tsconfig.ts';

type ParserPlugin = NonNullable<NonNullable<TransformOptions['parserOpts']>['plugins']>[number];

/**
 * Compiles the marked functions of a file and leaves the rest to the bundler: JSX, decorators and the format of modules stay as
 * they are. Of TypeScript only the types go; imports stay, since the bundler knows from `tsconfig.json` which of them to drop.
 *
 * @param warnings the option of the plugin: where they go
 * @throws {CompileError} if the source is at fault; the message has a code frame
 */
export function transformForBundler(
  source: string,
  filename: string,
  options: CompileOptions,
  warnings: Options['warnings'],
): Compiled {
  try {
    const result = withBabel(({ transformSync }) => transformSync(source, settings(filename, options, warnings)));
    return { code: result?.code ?? '', map: result?.map ?? null };
  } catch (error) {
    throw explainError(error, filename);
  }
}

function settings(filename: string, { plugin }: CompileOptions, warnings: Options['warnings']): TransformOptions {
  const { greenlets, presets } = loadBabel();
  const typescript: PluginItem[] = isTypeScript(filename)
    ? [[presets.typescript, { allowDeclareFields: true, onlyRemoveTypeImports: true }]]
    : [];
  return {
    filename,
    configFile: false,
    babelrc: false,
    sourceType: 'unambiguous',
    parserOpts: {
      plugins: parserPlugins(filename),
      allowReturnOutsideFunction: true,
      allowNewTargetOutsideFunction: true,
    },
    plugins: [[greenlets, { ...plugin, warnings }]],
    presets: typescript,
    sourceMaps: true,
    // Bundlers chain the maps themselves.
    inputSourceMap: false as unknown as NonNullable<TransformOptions['inputSourceMap']>,
    compact: false,
    highlightCode: false,
  };
}

/** JSX may stand in every file whose types are not written with `<T>`. */
function parserPlugins(filename: string): ParserPlugin[] {
  const jsx: ParserPlugin[] = /\.[mc]?ts$/.test(filename) ? [] : ['jsx'];
  const isLegacy = isTypeScript(filename) && findTsConfig(filename)?.experimentalDecorators === true;
  return [...jsx, isLegacy ? 'decorators-legacy' : 'decorators', 'decoratorAutoAccessors'];
}
