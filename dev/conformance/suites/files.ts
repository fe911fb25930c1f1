import { readdirSync } from 'node:fs';
import { join, relative, sep } from 'node:path';

/** The files below a folder of a checkout whose paths from the checkout match; sorted. */
export function findFiles(checkout: string, folder: string, pattern: RegExp): string[] {
  return readdirSync(join(checkout, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && !entry.parentPath.includes('node_modules'))
    .map((entry) => relative(checkout, join(entry.parentPath, entry.name)).split(sep).join('/'))
    .filter((file) => pattern.test(file))
    .sort();
}
