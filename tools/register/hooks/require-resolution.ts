import module, { createRequire } from 'node:module';
import { dirname, resolve } from 'node:path';
import type { CompileOptions } from '../../compile/options.ts';
import { findSource } from '../../compile/project/resolve.ts';
import { isInProject } from '../../compile/project/scope.ts';
import { findByPaths } from '../../compile/project/tsconfig-paths.ts';
import { isMissingRuntime, isPathLike } from './specifiers.ts';

interface RequiringModule {
  filename?: string | null;
}

type ResolveFilename = (specifier: string, parent: RequiringModule | null | undefined, ...rest: unknown[]) => string;

/** The extension point of Node's CommonJS loader: undocumented, but what every hook of `require` stands on. */
interface CommonJsLoader {
  _resolveFilename: ResolveFilename;
}

/** Makes `require` find what TypeScript users mean by a specifier, and the runtime from everywhere. */
export function hookRequireResolution(options: CompileOptions): void {
  const loader = module as unknown as CommonJsLoader;
  const original = loader._resolveFilename;
  loader._resolveFilename = (specifier, parent, ...rest) => {
    const redirected = redirectRequire(specifier, parent?.filename, options);
    try {
      return original.call(loader, redirected, parent, ...rest);
    } catch (error) {
      if (!isMissingRuntime(specifier, error)) throw error;
      return createRequire(import.meta.url).resolve(specifier);
    }
  };
}

function redirectRequire(specifier: string, importer: string | null | undefined, options: CompileOptions): string {
  if (typeof importer !== 'string' || !isInProject(importer, options)) return specifier;
  if (!isPathLike(specifier)) return findByPaths(specifier, importer) ?? specifier;
  return findSource(resolve(dirname(importer), specifier), importer) ?? specifier;
}
