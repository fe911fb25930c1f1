import { parseSync, transformFromAstSync, type ParseResult, type PluginItem, type TransformOptions } from '@babel/core';
import greenlets from 'greenlets/plugin';
import type { Mode } from './mode.ts';

/** Makes a file a CommonJS module; unless it stays untouched, with every function in it compiled. */
export function compile(file: string, source: string, mode: Mode): string {
  const options: TransformOptions = {
    filename: file,
    configFile: false,
    babelrc: false,
    compact: false,
    sourceType: 'unambiguous',
    parserOpts: { allowReturnOutsideFunction: true },
    cloneInputAst: false,
  };
  const tree = parseSync(source, options);
  if (tree === null) throw new TypeError(`${file} is ignored by Babel`);
  const result = transformFromAstSync(tree, source, { ...options, plugins: pluginsFor(tree, mode) });
  return result?.code ?? '';
}

/** What is a CommonJS module already is spared the plugin that would walk through all of it and change nothing. */
function pluginsFor(tree: ParseResult, mode: Mode): PluginItem[] {
  const plugins: PluginItem[] = [];
  // The check of the output is no part of the time that compiling takes.
  if (mode === 'stress') process.env.GREENLETS_CHECK = '1';
  if (mode !== 'untouched') plugins.push([greenlets, { mark: 'all', patch: false, stress: mode === 'stress' }]);
  if (tree.program.sourceType === 'module') plugins.push('@babel/plugin-transform-modules-commonjs');
  return plugins;
}

const MODULE_SYNTAX = /(?:^|[;}])\s*(?:import|export)\b/m;

/** Whether the file may be an ES module, which the loader cannot run as it is. */
export function mayBeModule(source: string): boolean {
  return MODULE_SYNTAX.test(source);
}
