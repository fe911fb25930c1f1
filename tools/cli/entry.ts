import { readdirSync, readFileSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { isSource } from '../compile/language.ts';
import { findSource } from '../compile/project/resolve.ts';
import { UsageError } from './report.ts';

/**
 * The absolute path of a file named on the command line, which may lack its extension. A folder stands for its index file, or for what
 * its `package.json` calls `main`, as for Node.
 *
 * @throws {UsageError} if there is no such file; the message says what there is
 */
export function findEntry(file: string): string {
  const path = resolve(file);
  const found = findSource(path, path) ?? mainOf(path) ?? path;
  const stats = statSync(found, { throwIfNoEntry: false });
  if (stats?.isDirectory() === true) throw new UsageError(explainFolder(file, found));
  if (stats?.isFile() !== true) throw new UsageError(`cannot find ${file}${hintOf(file)}`);
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

/** Why there is nothing to run in a folder, and what to name instead. */
function explainFolder(file: string, folder: string): string {
  const main = declaredMain(folder);
  const reason =
    main === undefined
      ? 'it has no index file, and no package.json with a "main"'
      : `${main} is not there, which its package.json calls "main"`;
  const sources = readdirSync(folder).filter((name) => isSource(name) && statSync(join(folder, name)).isFile());
  const [first] = sources.filter((name) => LIKELY.test(name)).concat(sources);
  const advice = first === undefined ? '' : `, such as ${join(file, first)}`;
  return `cannot run the folder ${file}: ${reason}. Name a file${advice}`;
}

/** Names of files that are meant to be run. */
const LIKELY = /^(?:main|cli|app|server|start)\./;

function declaredMain(folder: string): string | undefined {
  try {
    const { main } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as { main?: unknown };
    return typeof main === 'string' ? main : undefined;
  } catch {
    return undefined;
  }
}

function hintOf(file: string): string {
  return URL.canParse(file) && file.startsWith('file:///')
    ? `: it is a URL. Name the path, ${fileURLToPath(file)}`
    : '';
}
