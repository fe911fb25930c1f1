import { extname } from 'node:path';

export const JAVASCRIPT_EXTENSIONS = ['.js', '.mjs', '.cjs', '.jsx'];
export const TYPESCRIPT_EXTENSIONS = ['.ts', '.mts', '.cts', '.tsx'];
/** The extensions of the files that are compiled. */
export const SOURCE_EXTENSIONS = [...JAVASCRIPT_EXTENSIONS, ...TYPESCRIPT_EXTENSIONS];

/** Whether the file is one that we compile, by its extension. */
export function isSource(filename: string): boolean {
  return SOURCE_EXTENSIONS.includes(extname(filename));
}

/** Whether Node may run the file as JavaScript: also without an extension, as many commands are. */
export function isRunnable(filename: string): boolean {
  return extname(filename) === '' || isSource(filename);
}

/** Whether types have to be taken out of the file. */
export function isTypeScript(filename: string): boolean {
  return TYPESCRIPT_EXTENSIONS.includes(extname(filename));
}

/** Whether JSX is allowed in the file, `.js` and `.ts` never have it. */
export function hasJsx(filename: string): boolean {
  return /\.[jt]sx$/.test(filename);
}

/** Whether Node (of any version that we support) cannot run the file as it is. */
export function needsTranslation(filename: string): boolean {
  return isTypeScript(filename) || hasJsx(filename);
}
