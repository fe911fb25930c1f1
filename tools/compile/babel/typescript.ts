import type { PluginItem } from '@babel/core';
import { loadBabel } from './babel.ts';
import { hasLegacyDecorators, usesStandardPlugin } from './decorators.ts';
import { isTypeScript } from '../language.ts';
import { metadataPlugins } from './metadata.ts';
import { usesResources } from './resources.ts';
import { findTsConfig, type TsOptions } from '../project/tsconfig.ts';

/** The first target that has class fields. */
const FIELDS_SINCE = 2022;
const NEWEST = 'esnext';

/** Something that may be a namespace: `namespace A`. */
const NAMESPACE = /\b(?:namespace|module)\s+[\p{ID_Start}$_]/u;

/** Something that may be a parameter property: `(private name`. */
const PARAMETER_PROPERTY = /\b(?:public|private|protected|readonly|override)\s+[\p{ID_Start}$_]/u;

/** What Babel's preset does not know of TypeScript, written out before anything else is done with the file. */
export function typescriptPlugins(filename: string, source: string): PluginItem[] {
  if (!isTypeScript(filename)) return [];
  const { plugins } = loadBabel();
  const config: TsOptions = findTsConfig(filename) ?? {};
  return [
    ...(hasLegacyDecorators(filename, source) ? legacyDecorators(filename) : []),
    plugins.typeReferences,
    ...(NAMESPACE.test(source) ? [plugins.namespaceMembers] : []),
    ...(usesResources(source) ? [plugins.besideUsing] : []),
    ...fieldPlugins(filename, source, definesFields(config)),
  ];
}

/** Metadata is applied before the decorators of parameters, which may read it. */
function legacyDecorators(filename: string): PluginItem[] {
  const { plugins } = loadBabel();
  return [plugins.parameterDecorators, ...metadataPlugins(filename), plugins.legacyDecorators];
}

/** What writes decorators out moves fields behind the parameter properties, where their definition would undo the assignment. */
function fieldPlugins(filename: string, source: string, areDefined: boolean): PluginItem[] {
  const { plugins } = loadBabel();
  if (!areDefined) return [plugins.assignFields];
  return !usesStandardPlugin(filename, source) && PARAMETER_PROPERTY.test(source) ? [plugins.parameterFields] : [];
}

/** As esbuild decides it: an older target means assignments, unless `useDefineForClassFields` says otherwise. */
function definesFields({ useDefineForClassFields, target = NEWEST }: TsOptions): boolean {
  if (useDefineForClassFields !== undefined) return useDefineForClassFields;
  if (target.toLowerCase() === NEWEST) return true;
  const [, year = '0'] = /^es(\d+)$/i.exec(target) ?? [];
  return Number(year) >= FIELDS_SINCE;
}
