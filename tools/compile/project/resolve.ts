import { existsSync, statSync } from 'node:fs';
import { extname, join } from 'node:path';
import { isTypeScript, JAVASCRIPT_EXTENSIONS, SOURCE_EXTENSIONS, TYPESCRIPT_EXTENSIONS } from '../language.ts';

/** What TypeScript users write for a file of theirs: the extension of the file that tsc would make of it. */
const TYPESCRIPT_TWINS: Record<string, string[]> = {
  '.js': ['.ts', '.tsx'],
  '.jsx': ['.tsx'],
  '.mjs': ['.mts'],
  '.cjs': ['.cts'],
};

const TYPESCRIPT_FIRST = [...TYPESCRIPT_EXTENSIONS, ...JAVASCRIPT_EXTENSIONS];

/**
 * Finds the file that a relative import means where Node would not: `./x.js` for `x.ts`, `./x` for `x.ts`, `./folder`
 * for `folder/index.ts`. TypeScript files prefer TypeScript, as in tsc; for JavaScript files only what would fail
 * otherwise is looked for.
 *
 * @param path absolute path as the importing file names it
 * @returns absolute path of a file, or null: Node knows best
 */
export function findSource(path: string, importer: string): string | null {
  const twin = findTwin(path);
  if (twin !== null && isTypeScript(importer)) return twin;
  if (isFile(path)) return null;
  if (twin !== null) return twin;
  return findWithExtension(path, importer) ?? findIndex(path, importer);
}

function findTwin(path: string): string | null {
  const extension = extname(path);
  const stem = path.slice(0, path.length - extension.length);
  return firstFile((TYPESCRIPT_TWINS[extension] ?? []).map((twin) => stem + twin));
}

function findWithExtension(path: string, importer: string): string | null {
  const extensions = isTypeScript(importer) ? TYPESCRIPT_FIRST : SOURCE_EXTENSIONS;
  return firstFile(extensions.map((extension) => path + extension));
}

/** A folder with a `package.json` says itself what it exports. */
function findIndex(folder: string, importer: string): string | null {
  if (existsSync(join(folder, 'package.json'))) return null;
  return findWithExtension(join(folder, 'index'), importer);
}

function firstFile(paths: string[]): string | null {
  return paths.find(isFile) ?? null;
}

function isFile(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isFile() ?? false;
}
