import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** The package that a file belongs to: the nearest `package.json` upwards. */
export interface PackageScope {
  folder: string;
  name: string | undefined;
  type: 'module' | 'commonjs' | undefined;
}

/** As Node does, which asks once, too. */
const scopes = new Map<string, PackageScope | null>();

/** The package of a file, or null outside any. A `package.json` that cannot be parsed is left for Node to complain about. */
export function findPackageScope(filename: string): PackageScope | null {
  return scopeOf(dirname(filename));
}

function scopeOf(folder: string): PackageScope | null {
  const known = scopes.get(folder);
  if (known !== undefined) return known;
  const parent = dirname(folder);
  const found = readScope(folder) ?? (parent === folder ? null : scopeOf(parent));
  scopes.set(folder, found);
  return found;
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
