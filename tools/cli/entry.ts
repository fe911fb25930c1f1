import { statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join, resolve } from 'node:path';
import { findSource } from '../compile/project/resolve.ts';
import { UsageError } from './report.ts';

/**
 * The absolute path of a file named on the command line, which may lack its extension. A folder stands for what its `package.json` calls
 * `main`, as for Node.
 *
 * @throws {UsageError} if there is no such file
 */
export function findEntry(file: string): string {
  const path = resolve(file);
  const found = findSource(path, path) ?? mainOf(path) ?? path;
  if (statSync(found, { throwIfNoEntry: false })?.isFile() !== true) throw new UsageError(`cannot find ${file}`);
  return found;
}

function mainOf(path: string): string | null {
  if (statSync(path, { throwIfNoEntry: false })?.isDirectory() !== true) return null;
  try {
    return createRequire(join(path, 'package.json')).resolve(path);
  } catch {
    // The folder has nothing to run.
    return null;
  }
}
