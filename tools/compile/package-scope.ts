import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** The package that a file belongs to: the nearest `package.json` upwards. */
export interface PackageScope {
  folder: string;
  name: string | undefined;
  type: 'module' | 'commonjs' | undefined;
}

/** The package of a file, or null outside any. A `package.json` that cannot be parsed is left for Node to complain about. */
export function findPackageScope(filename: string): PackageScope | null {
  for (let folder = dirname(filename); ; folder = dirname(folder)) {
    const scope = readScope(folder);
    if (scope !== null) return scope;
    if (folder === dirname(folder)) return null;
  }
}

function readScope(folder: string): PackageScope | null {
  const manifest = readManifest(join(folder, 'package.json'));
  if (manifest === null) return null;
  const { name, type } = manifest;
  return {
    folder,
    name: typeof name === 'string' ? name : undefined,
    type: type === 'module' || type === 'commonjs' ? type : undefined,
  };
}

function readManifest(path: string): { name?: unknown; type?: unknown } | null {
  try {
    const manifest: unknown = JSON.parse(readFileSync(path, 'utf8'));
    return typeof manifest === 'object' ? manifest : null;
  } catch {
    return null;
  }
}
