import { extname } from 'node:path';

/** The extensions of the files that are compiled. */
export const SOURCE_EXTENSIONS = ['.js', '.mjs', '.cjs', '.jsx', '.ts', '.mts', '.cts', '.tsx'];

const TYPESCRIPT_EXTENSIONS = new Set(['.ts', '.mts', '.cts', '.tsx']);
const JSX_EXTENSIONS = new Set(['.jsx', '.tsx']);

export function isSource(filename: string): boolean {
  return SOURCE_EXTENSIONS.includes(extname(filename));
}

export function isTypeScript(filename: string): boolean {
  return TYPESCRIPT_EXTENSIONS.has(extname(filename));
}

export function hasJsx(filename: string): boolean {
  return JSX_EXTENSIONS.has(extname(filename));
}

/** Whether Node (of any version that we support) cannot run the file as it is. */
export function needsTranslation(filename: string): boolean {
  return isTypeScript(filename) || hasJsx(filename);
}
