import { minimatch } from 'minimatch';
import { readdirSync } from 'node:fs';
import { join, relative, sep } from 'node:path';

/** The language, and those parts of the library that call functions which they are given. */
const FOLDERS = [
  'test/language',
  ...['Array', 'TypedArray', 'TypedArrayConstructors', 'Map', 'Set', 'String', 'JSON', 'Promise', 'Iterator'].map(
    (name) => `test/built-ins/${name}`,
  ),
  'test/built-ins/Reflect',
  'test/built-ins/Proxy',
  'test/built-ins/Function',
];

/** The tests of a checkout whose paths match `filter`: paths from its root, sorted. */
export function findTests(suite: string, filter?: string): string[] {
  const files = FOLDERS.flatMap((folder) => listFiles(suite, folder));
  return filter === undefined ? files : files.filter((file) => minimatch(file, filter, { matchBase: true }));
}

function listFiles(suite: string, folder: string): string[] {
  return readdirSync(join(suite, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.js') && !entry.name.includes('_FIXTURE'))
    .map((entry) => relative(suite, join(entry.parentPath, entry.name)).split(sep).join('/'))
    .sort();
}
