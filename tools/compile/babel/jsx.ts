import { findTsConfig } from '../project/tsconfig.ts';

/** The options of Babel's preset of React that concern us. */
export interface JsxOptions {
  runtime: 'automatic' | 'classic';
  importSource?: string;
  pragma?: string;
  pragmaFrag?: string;
}

/** Comments that decide for one file. */
const RUNTIME = /@jsxRuntime\s+\w/;
const IMPORT_SOURCE = /@jsxImportSource\s+\S/;
const FACTORY = /@jsx(?:Frag)?\s+[\p{ID_Start}$_]/u;

/**
 * What JSX becomes: as the comments of the file say, or else the nearest `tsconfig.json`, or else elements of React that are
 * imported by themselves.
 */
export function jsxOptions(filename: string, source: string): JsxOptions {
  const { jsx, jsxFactory, jsxFragmentFactory, jsxImportSource } = findTsConfig(filename) ?? {};
  const automatic: JsxOptions = {
    runtime: 'automatic',
    ...(jsxImportSource !== undefined && { importSource: jsxImportSource }),
  };
  const classic: JsxOptions = {
    runtime: 'classic',
    ...(jsxFactory !== undefined && { pragma: jsxFactory }),
    ...(jsxFragmentFactory !== undefined && { pragmaFrag: jsxFragmentFactory }),
  };
  // Babel reads these itself, and refuses options that do not go with them.
  if (RUNTIME.test(source)) return /@jsxRuntime\s+classic/.test(source) ? classic : automatic;
  if (IMPORT_SOURCE.test(source)) return { runtime: 'automatic' };
  return FACTORY.test(source) || jsx === 'react' ? classic : automatic;
}
