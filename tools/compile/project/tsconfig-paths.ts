import { statSync } from 'node:fs';
import { resolve } from 'node:path';
import { findSource } from './resolve.ts';
import { findTsConfig } from './tsconfig.ts';

/**
 * Finds the file that an import means by `paths` in the nearest `tsconfig.json`. As in tsc, the pattern with the longest beginning
 * counts, and of its targets the first that exists.
 *
 * @param specifier as the importing file has it; no path
 * @returns absolute path of a file, or null: it is an ordinary package
 */
export function findByPaths(specifier: string, importer: string): string | null {
  const { paths, pathsBase } = findTsConfig(importer) ?? {};
  if (paths === undefined || pathsBase === undefined) return null;
  const best = Object.keys(paths)
    .filter((pattern) => matched(pattern, specifier) !== null)
    .sort((a, b) => prefixOf(b).length - prefixOf(a).length || Number(a.includes('*')) - Number(b.includes('*')))[0];
  if (best === undefined) return null;
  const star = matched(best, specifier) ?? '';
  for (const target of paths[best] ?? []) {
    const path = resolve(
      pathsBase,
      target.replace('*', () => star),
    );
    const found = findSource(path, importer) ?? (isFile(path) ? path : null);
    if (found !== null) return found;
  }
  return null;
}

function prefixOf(pattern: string): string {
  return pattern.split('*', 1)[0] ?? '';
}

/** What stands for the `*` of a pattern; null if the specifier is another one. */
function matched(pattern: string, specifier: string): string | null {
  const [prefix = '', suffix] = pattern.split('*');
  if (suffix === undefined) return pattern === specifier ? '' : null;
  const isMatch =
    specifier.length >= prefix.length + suffix.length && specifier.startsWith(prefix) && specifier.endsWith(suffix);
  return isMatch ? specifier.slice(prefix.length, specifier.length - suffix.length) : null;
}

function isFile(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isFile() ?? false;
}
