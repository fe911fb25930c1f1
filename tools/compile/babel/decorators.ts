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
 * by `experimentalDecorators` in the nearest `tsconfig.json`.
 */
export function decoratorPlugins(filename: string, source: string): PluginItem[] {
  if (!isTypeScript(filename)) return [];
  if (!DECORATOR.test(source)) return AUTO_ACCESSOR.test(source) ? standard() : [];
  return findTsConfig(filename)?.experimentalDecorators === true ? legacy() : standard();
}

function standard(): PluginItem[] {
  return [[loadBabel().plugins.decorators, { version: '2023-11' }]];
}

/** Those of the earlier proposal change how fields are initialized, for which Babel has to compile classes as a whole. */
function legacy(): PluginItem[] {
  const { plugins } = loadBabel();
  return [
    plugins.decoratorGrammar,
    [plugins.decorators, { version: 'legacy' }],
    plugins.classStaticBlock,
    plugins.classProperties,
    plugins.privateMethods,
    plugins.privatePropertyInObject,
  ];
}
