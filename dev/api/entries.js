import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../../', import.meta.url));

/** What is exported, but is no API: the contract of compiled code, and the loader, which is imported for what it does. */
const NO_API = ['./internal', './register', './package.json'];

/** Where the sources of an entry may be. */
const PLACES = [
  'runtime/*/index.ts',
  'runtime/*.ts',
  '*/index.ts',
  'tools/*.ts',
  'tools/*/index.ts',
  'tools/unplugin/*.ts',
];

/**
 * The public entries of the package: from their sources to the names that they are imported by.
 *
 * @returns {Map<string, string>}
 */
export function publicEntries() {
  const { exports } = JSON.parse(readFileSync(`${root}package.json`, 'utf8'));
  const paths = Object.keys(exports).filter((path) => !NO_API.includes(path));
  return new Map(paths.map((path) => [sourceOf(path), path.replace('.', 'greenlets')]));
}

/** @param {string} path as in `exports`: `./node/fs` */
function sourceOf(path) {
  if (path === '.') return 'runtime/index.ts';
  const found = PLACES.map((place) => place.replace('*', path.slice(2))).find((file) => existsSync(root + file));
  if (found === undefined) throw new Error(`cannot find the sources of ${path}`);
  return found;
}
