import type { Dirent, PathLike } from 'node:fs';
import { stat } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

type ReadFolder = (folder: string) => Promise<Dirent[]>;

/**
 * What `readdirSync` with `recursive: true` returns, in the same order: breadth first, links to folders followed if only
 * names are asked for.
 *
 * @param readFolder lists one folder
 */
export async function readdirRecursive(
  path: PathLike,
  withFileTypes: boolean,
  readFolder: ReadFolder,
): Promise<unknown[]> {
  const root = path instanceof URL ? fileURLToPath(path) : (path as string);
  const found: unknown[] = [];
  const folders = [root];
  for (const folder of folders) {
    for (const entry of await readFolder(folder)) {
      const full = join(folder, entry.name);
      found.push(withFileTypes ? entry : relative(root, full));
      if (entry.isDirectory() || (!withFileTypes && (await isLinkToFolder(entry, full)))) folders.push(full);
    }
  }
  return found;
}

async function isLinkToFolder(entry: Dirent, path: string): Promise<boolean> {
  if (!entry.isSymbolicLink()) return false;
  try {
    return (await stat(path)).isDirectory();
  } catch {
    return false;
  }
}
