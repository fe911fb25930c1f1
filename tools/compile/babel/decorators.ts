import type { PluginItem } from '@babel/core';
import { loadBabel } from './babel.ts';
import { isTypeScript } from '../language.ts';
import { findTsConfig } from '../project/tsconfig.ts';

/** Something that begins like a decorator, outside the comments that have `@` most often. */
const DECORATOR = /^(?:[^*\n/]*[\s({,;])?@[\p{ID_Start}$_(]/mu;

/** Something that may be an auto-accessor, `accessor name = value`. The plugin of decorators knows these, too. */
const AUTO_ACCESSOR = /\baccessor\s+[\p{ID_Start}$_#'"[\d]/u;

/**
 * What Babel needs to read the decorators and auto-accessors of a TypeScript file. Which proposal they follow is decided as tsc decides it,
 * by `experimentalDecorators` in the nearest `tsconfig.json`. Those of the earlier one are written out before.
 */
export function decoratorPlugins(filename: string, source: string): PluginItem[] {
  const { plugins } = loadBabel();
  return [
    ...(usesStandardPlugin(filename, source) ? [[plugins.decorators, { version: '2023-11' }] as PluginItem] : []),
    ...(hasLegacyDecorators(filename, source) ? [plugins.decoratorGrammar] : []),
  ];
}

/** Whether Babel's plugin of the later proposal has something to do, which moves fields. */
export function usesStandardPlugin(filename: string, source: string): boolean {
  if (!isTypeScript(filename)) return false;
  return AUTO_ACCESSOR.test(source) || (DECORATOR.test(source) && !hasLegacyDecorators(filename, source));
}

/** Whether there may be decorators of the earlier proposal in a file. */
export function hasLegacyDecorators(filename: string, source: string): boolean {
  return isTypeScript(filename) && source.includes('@') && findTsConfig(filename)?.experimentalDecorators === true;
}
