import { transformSync, type BabelFileResult, type TransformOptions } from '@babel/core';
import greenlets from 'greenlets/plugin';

/** Options of the plugin as a user may write them, right or wrong. */
export type PluginOptions = Record<string, unknown>;

/** Compiles a program with the plugin, and with whatever else Babel is asked for. */
export function transform(source: string, options: PluginOptions = {}, extra: TransformOptions = {}): BabelFileResult {
  const result = transformSync(source, {
    filename: '/project/source.js',
    configFile: false,
    babelrc: false,
    highlightCode: false,
    ...extra,
    plugins: [[greenlets, options], ...(extra.plugins ?? [])],
  });
  if (result === null) throw new Error('the file was ignored');
  return result;
}

export function compile(source: string, options: PluginOptions = {}, extra: TransformOptions = {}): string {
  return transform(source, options, extra).code ?? '';
}
