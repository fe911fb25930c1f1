import { existsSync } from 'node:fs';
import { createRequire, isBuiltin } from 'node:module';
import { join, resolve } from 'node:path';
import type { Patch } from './options.ts';

/** Extensions that a specifier may leave out, or that the file has instead of the one that is written. */
const EXTENSION = /\.[mc]?[jt]sx?$/;
const EXTENSIONS = ['', '.js', '.ts', '.mjs', '.cjs', '.mts', '.cts', '.jsx', '.tsx', '/index.js', '/index.ts'];

/**
 * The option `patch` with what it means, seen from the configuration's file: paths of files are absolute.
 *
 * @param dirname the folder of the configuration's file
 * @throws {Error} if a key names no module that can be found from there
 */
export function resolvePatch(patch: Patch, dirname: string): Patch {
  const entries = Object.entries(patch).map(([key, value]): [string, string | string[]] =>
    typeof value === 'string'
      ? [resolveKey(key, 'replaces', dirname), resolvePath(value, dirname)]
      : [key, value.map((module) => resolveKey(module, 'waits for', dirname))],
  );
  return Object.fromEntries(entries);
}

/** Whether a specifier names a file, as opposed to a package. */
export function isPath(specifier: string): boolean {
  return /^(?:\.{1,2}(?:\/|$)|\/|[a-z]:[\\/])/i.test(specifier);
}

/** The path of a file without what may be left out. */
export function stemOf(path: string): string {
  return path
    .replaceAll('\\', '/')
    .replace(EXTENSION, '')
    .replace(/\/index$/, '');
}

function resolvePath(specifier: string, dirname: string): string {
  return isPath(specifier) ? resolve(dirname, specifier) : specifier;
}

function resolveKey(key: string, does: string, dirname: string): string {
  const resolved = resolvePath(key, dirname);
  if (!(isPath(key) ? isFile(resolved) : isKnown(key, dirname))) {
    throw new Error(
      `greenlets/plugin: 'patch' ${does} ${JSON.stringify(key)}, but there is no such module, seen from ${dirname}`,
    );
  }
  return resolved;
}

function isFile(path: string): boolean {
  return EXTENSIONS.some(
    (extension) => existsSync(path + extension) || existsSync(path.replace(EXTENSION, '') + extension),
  );
}

function isKnown(name: string, dirname: string): boolean {
  if (isBuiltin(name)) return true;
  const require = createRequire(join(dirname, 'config.js'));
  try {
    return require.resolve(name) !== '';
  } catch {
    // What only ES modules may import is not found by `require`.
    const [, folder = name] = /^((?:@[^/]+\/)?[^/]+)/.exec(name) ?? [];
    return (require.resolve.paths(name) ?? []).some((path) => existsSync(join(path, folder)));
  }
}
