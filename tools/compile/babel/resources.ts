import type { PluginItem } from '@babel/core';
import { loadBabel } from './babel.ts';
import { isTypeScript } from '../language.ts';

/** Something that may declare a resource: `using name`. */
const USING = /\busing\s+[\p{ID_Start}$_]/u;

/** What Babel needs for the `using` declarations that the compiler leaves in unmarked TypeScript: Node 20 and 22 have none. */
export function resourcePlugins(filename: string, source: string): PluginItem[] {
  return isTypeScript(filename) && usesResources(source) ? [loadBabel().plugins.explicitResourceManagement] : [];
}

/** Whether a file may declare resources. */
export function usesResources(source: string): boolean {
  return USING.test(source);
}
