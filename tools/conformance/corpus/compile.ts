import { transformSync, type PluginItem } from '@babel/core';
import greenlets from 'greenlets/plugin';
import type { Mode } from './mode.ts';

/** Makes a file a CommonJS module; unless it stays untouched, with every function in it compiled. */
export function compile(file: string, source: string, mode: Mode): string {
  const plugins: PluginItem[] = ['@babel/plugin-transform-modules-commonjs'];
  if (mode !== 'untouched') plugins.unshift([greenlets, { mark: 'all', patch: false, stress: mode === 'stress' }]);
  const result = transformSync(source, {
    filename: file,
    configFile: false,
    babelrc: false,
    compact: false,
    sourceType: 'unambiguous',
    parserOpts: { allowReturnOutsideFunction: true },
    plugins,
  });
  return result?.code ?? '';
}

const MODULE_SYNTAX = /(?:^|[;}])\s*(?:import|export)\b/m;

/** Whether the file may be an ES module, which the loader cannot run as it is. */
export function mayBeModule(source: string): boolean {
  return MODULE_SYNTAX.test(source);
}
