import { minimatch } from 'minimatch';
import { existsSync, readdirSync } from 'node:fs';
import { join, relative, sep } from 'node:path';

/**
 * Those parts of the library that call functions which they are given, among which are the getters and conversions of
 * objects; and those whose objects compiled code makes.
 */
const LIBRARY = [
  ...['Array', 'TypedArray', 'TypedArrayConstructors', 'Map', 'Set', 'WeakMap', 'String', 'RegExp', 'JSON', 'Object'],
  ...['Promise', 'Iterator', 'Reflect', 'Proxy', 'Function', 'Error', 'AggregateError', 'SuppressedError', 'Symbol'],
  ...['GeneratorFunction', 'GeneratorPrototype', 'AsyncGeneratorFunction', 'AsyncGeneratorPrototype', 'AsyncFunction'],
  ...['ArrayIteratorPrototype', 'MapIteratorPrototype', 'SetIteratorPrototype', 'StringIteratorPrototype'],
  ...['RegExpStringIteratorPrototype', 'AsyncIteratorPrototype', 'AsyncFromSyncIteratorPrototype'],
  ...['DisposableStack', 'AsyncDisposableStack'],
];

const FOLDERS = ['test/annexB', 'test/staging', 'test/language', ...LIBRARY.map((name) => `test/built-ins/${name}`)];

/** The tests of a checkout whose paths match `filter`: paths from its root, sorted. */
export function findTests(suite: string, filter?: string): string[] {
  const files = FOLDERS.flatMap((folder) => listFiles(suite, folder));
  return filter === undefined ? files : files.filter((file) => minimatch(file, filter, { matchBase: true }));
}

function listFiles(suite: string, folder: string): string[] {
  if (!existsSync(join(suite, folder))) return [];
  return readdirSync(join(suite, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.js') && !entry.name.includes('_FIXTURE'))
    .map((entry) => relative(suite, join(entry.parentPath, entry.name)).split(sep).join('/'))
    .sort();
}
