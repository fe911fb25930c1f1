import type { PluginItem } from '@babel/core';
import { compileTranslated } from '../compile/compile-translated.ts';
import type { CompileOptions } from '../compile/options.ts';
import { printing } from '../compile/printing.ts';

export interface Context {
  warn(message: string): void;
}

/**
 * Compiles what other plugins have made JavaScript of.
 *
 * @param before plugins of Babel that run before
 */
export function compileLate(
  source: string,
  filename: string,
  settings: CompileOptions,
  warn: (message: string) => void,
  before: PluginItem[] = [],
): { code: string; map: object | null } {
  const options = { ...settings, plugin: { ...settings.plugin, ...printing(settings, warn) } };
  return compileTranslated({ source, map: false, filename, sourceType: 'module', options, before });
}
