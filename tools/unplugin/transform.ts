import type { PluginItem, TransformOptions } from '@babel/core';
import { loadBabel, withBabel } from '../compile/babel/babel.ts';
import { explainError } from '../compile/compile-error.ts';
import type { Options } from '../../plugin/interface/options.ts';
import type { Compiled } from '../compile/compile.ts';
import { declaredFormat } from '../compile/project/format.ts';
import { decoratorPlugins, hasLegacyDecorators } from '../compile/babel/decorators.ts';
import { isTypeScript } from '../compile/language.ts';
import type { CompileOptions } from '../compile/options.ts';
import { typescriptPlugins } from '../compile/babel/typescript.ts';

type ParserPlugin = NonNullable<NonNullable<TransformOptions['parserOpts']>['plugins']>[number];

/**
 * Compiles the marked functions of a file and leaves the rest to the bundler: JSX, decorators of the language and the format of modules
 * stay as they are. Of TypeScript goes what bundlers would read otherwise once a class has been compiled: types, the older meaning of
 * fields, and the older decorators. Imports stay, since the bundler knows from `tsconfig.json` which of them to drop.
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
    const result = withBabel(({ transformSync }) =>
      transformSync(source, settings(source, filename, options, warnings)),
    );
    return { code: result?.code ?? '', map: result?.map ?? null };
  } catch (error) {
    throw explainError(error, filename);
  }
}

/**
 * Writes marks as directives, which stay when other plugins take out the types.
 *
 * @throws {CompileError} if the source is at fault; the message has a code frame
 */
export function writeMarks(source: string, filename: string): Compiled {
  try {
    const result = withBabel(({ transformSync, plugins }) =>
      transformSync(source, {
        ...common(filename),
        parserOpts: {
          plugins: [...(isTypeScript(filename) ? ['typescript' as const] : []), ...parserPlugins(filename)],
        },
        plugins: [plugins.writtenMarks],
        retainLines: true,
      }),
    );
    return { code: result?.code ?? '', map: result?.map ?? null };
  } catch (error) {
    throw explainError(error, filename);
  }
}

function settings(
  source: string,
  filename: string,
  { plugin }: CompileOptions,
  warnings: Options['warnings'],
): TransformOptions {
  const { greenlets, presets } = loadBabel();
  const typescript: PluginItem[] = isTypeScript(filename)
    ? [[presets.typescript, { allowDeclareFields: true, onlyRemoveTypeImports: true }]]
    : [];
  const isLegacy = hasLegacyDecorators(filename, source);
  return {
    ...common(filename),
    parserOpts: {
      plugins: parserPlugins(filename),
      allowReturnOutsideFunction: true,
      allowNewTargetOutsideFunction: true,
    },
    plugins: [
      ...typescriptPlugins(filename, source),
      [greenlets, { ...plugin, warnings }],
      ...(isLegacy ? decoratorPlugins(filename, source) : []),
    ],
    presets: typescript,
  };
}

function common(filename: string): TransformOptions {
  return {
    filename,
    configFile: false,
    babelrc: false,
    sourceType: declaredFormat(filename) === 'module' ? 'module' : 'unambiguous',
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
  return [...jsx, 'decorators', 'decoratorAutoAccessors'];
}
