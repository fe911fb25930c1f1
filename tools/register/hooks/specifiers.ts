import { fileURLToPath, pathToFileURL } from 'node:url';
import type { CompileOptions } from '../../compile/options.ts';
import { findSource } from '../../compile/project/resolve.ts';
import { isInProject } from '../../compile/project/scope.ts';
import { findByPaths } from '../../compile/project/tsconfig-paths.ts';

/** Translates an import specifier to the URL of the file that a TypeScript user means by it; most stay as they are. */
export function redirect(specifier: string, parentUrl: string | undefined, options: CompileOptions): string {
  if (parentUrl?.startsWith('file:') !== true) return specifier;
  const importer = fileURLToPath(parentUrl);
  if (!isPathLike(specifier)) return redirectByPaths(specifier, importer, options);
  const url = new URL(specifier, parentUrl);
  if (url.protocol !== 'file:' || !isInProject(importer, options)) return specifier;
  const found = findSource(fileURLToPath(url), importer);
  if (found === null) return specifier;
  // Query and hash stay: they make a module of its own of the file.
  url.pathname = pathToFileURL(found).pathname;
  return url.href;
}

function redirectByPaths(specifier: string, importer: string, options: CompileOptions): string {
  const found = isInProject(importer, options) ? findByPaths(specifier, importer) : null;
  return found === null ? specifier : pathToFileURL(found).href;
}

/** Whether it names a file: `./x`, `../x`, `/x` or `file:///x`, as opposed to a package. */
export function isPathLike(specifier: string): boolean {
  return /^(?:\.{0,2}\/|\.{1,2}$|file:)/.test(specifier);
}

/**
 * Names what a specifier of this package means in a file; null for others. Every compiled file imports the runtime, which Node would look for in all
 * folders above, each time.
 */
export function runtimeKey(specifier: string, parentUrl: string | undefined): string | null {
  if (parentUrl === undefined || !isRuntime(specifier)) return null;
  return `${specifier} ${parentUrl.slice(0, parentUrl.lastIndexOf('/'))}`;
}

/**
 * Whether a specifier that could not be resolved is to be looked for again from where this package lies. Compiled code
 * imports the runtime also where the program lies outside any project that has it installed.
 */
export function isMissingRuntime(specifier: string, error: unknown): boolean {
  return isRuntime(specifier) && isNotFound(error);
}

function isRuntime(specifier: string): boolean {
  return /^greenlets(?:\/|$)/.test(specifier);
}

function isNotFound(error: unknown): boolean {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  return code === 'ERR_MODULE_NOT_FOUND' || code === 'MODULE_NOT_FOUND';
}
