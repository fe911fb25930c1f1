import type { PluginItem } from '@babel/core';
import { loadBabel } from './babel.ts';
import { isTypeScript } from '../language.ts';
import { findTsConfig } from '../project/tsconfig.ts';

/** What adds the metadata of decorators, where `tsconfig.json` wants that. It comes before all that takes the types away. */
export function metadataPlugins(filename: string): PluginItem[] {
  const config = isTypeScript(filename) ? findTsConfig(filename) : null;
  if (config?.experimentalDecorators !== true || config.emitDecoratorMetadata !== true) return [];
  const { strict = false, strictNullChecks = strict } = config;
  return [[loadBabel().plugins.decoratorMetadata, { hasNulls: strictNullChecks }]];
}
