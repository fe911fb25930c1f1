import type { PluginItem } from '@babel/core';
import { resolveBabelItem } from './babel.ts';
import { isTypeScript } from './language.ts';
import { findTsConfig } from './tsconfig.ts';
import { warnOnce } from './warn.ts';

/** Something that begins like a decorator, outside the comments that have `@` most often. */
const DECORATOR = /^(?:[^*\n/]*[\s({,;])?@[\p{ID_Start}$_(]/mu;

const MODERN = ['proposal-decorators', { version: '2023-11' }] as const;

/** Those of the earlier proposal change how fields are initialized, for which Babel has to compile classes as a whole. */
const LEGACY = [
  ['proposal-decorators', { version: 'legacy' }],
  ['transform-class-static-block'],
  ['transform-class-properties'],
  ['transform-private-methods'],
  ['transform-private-property-in-object'],
] as const;

/**
 * What Babel needs to read the decorators of a TypeScript file. Which proposal they follow is decided as tsc decides it,
 * by `experimentalDecorators` in the nearest `tsconfig.json`.
 */
export function decoratorPlugins(filename: string, source: string): PluginItem[] {
  if (!isTypeScript(filename) || !DECORATOR.test(source)) return [];
  const config = findTsConfig(filename);
  if (config?.emitDecoratorMetadata === true) {
    warnOnce(
      `${config.path}: warning: emitDecoratorMetadata is not supported, as it takes a type checker: the metadata ` +
        `"design:type", "design:paramtypes" and "design:returntype" will be missing. Programs that need them have to be ` +
        `compiled by tsc.`,
    );
  }
  return config?.experimentalDecorators === true ? LEGACY.map(load) : [load(MODERN)];
}

function load([name, options]: readonly [name: string, options?: object]): PluginItem {
  return [resolveBabelItem(`@babel/plugin-${name}`), options];
}
