import { statSync } from 'node:fs';
import { resolve } from 'node:path';
import { findSource } from '../compile/project/resolve.ts';
import { UsageError } from './report.ts';

/**
 * The absolute path of a file named on the command line, which may lack its extension.
 *
 * @throws {UsageError} if there is no such file
 */
export function findEntry(file: string): string {
  const path = resolve(file);
  const found = findSource(path, path) ?? path;
  if (statSync(found, { throwIfNoEntry: false })?.isFile() !== true) throw new UsageError(`cannot find ${file}`);
  return found;
}
