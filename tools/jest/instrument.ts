import type { PluginItem } from '@babel/core';
import { withBabel } from '../compile/babel/babel.ts';
import { inputSourceMap } from '../compile/input-source-map.ts';
import type { JestOutput, JestTransformOptions } from './contract.ts';
import { requireFrom } from './inner.ts';

/**
 * Adds the counters of coverage as Jest does it itself, for transformers that leave that to Jest.
 *
 * @param before plugins that run before
 */
export function instrument(
  { code, map }: JestOutput,
  filename: string,
  { config }: JestTransformOptions,
  before: PluginItem[],
): JestOutput {
  const plugin = requireFrom(config.rootDir, 'babel-plugin-istanbul') as PluginItem & { default?: PluginItem };
  const parsed = typeof map === 'string' ? (JSON.parse(map) as object) : map;
  const inputMap = parsed ?? inputSourceMap(filename, code);
  const options = {
    compact: false,
    cwd: config.rootDir,
    exclude: [],
    extension: false,
    inputSourceMap: inputMap === false ? undefined : inputMap,
    useInlineSourceMaps: false,
  };
  const result = withBabel(({ transformSync }) =>
    transformSync(code, {
      auxiliaryCommentBefore: ' istanbul ignore next ',
      babelrc: false,
      configFile: false,
      filename,
      plugins: [...before, [plugin.default ?? plugin, options]],
      sourceMaps: true,
      inputSourceMap: inputMap as never,
      compact: false,
    }),
  );
  return { code: result?.code ?? code, map: result?.map ?? null };
}
