import fs from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isNativeError } from 'node:util/types';

/** Makes a folder with one of everything. */
export function createFolder(): string {
  const folder = fs.realpathSync(fs.mkdtempSync(join(tmpdir(), 'greenlets-')));
  fs.writeFileSync(join(folder, 'file.txt'), 'some text');
  fs.writeFileSync(join(folder, 'data.bin'), Buffer.from([0, 255, 128, 10]));
  fs.writeFileSync(join(folder, 'empty'), '');
  fs.mkdirSync(join(folder, 'hollow'));
  fs.mkdirSync(join(folder, 'tree/a/deep'), { recursive: true });
  fs.mkdirSync(join(folder, 'tree/b'));
  for (const name of ['tree/a/one.txt', 'tree/a/deep/two.txt', 'tree/b/three.txt'])
    fs.writeFileSync(join(folder, name), name);
  fs.symlinkSync('file.txt', join(folder, 'link'));
  fs.symlinkSync('a', join(folder, 'tree/to-a'));
  fs.symlinkSync('missing', join(folder, 'broken'));
  fs.symlinkSync('loop', join(folder, 'loop'));
  return folder;
}

/** What can be seen of a call: its result or error, what it did to its buffers, and what it left in the folder. */
export interface Observation {
  outcome: unknown;
  buffers: unknown;
  files: string[];
}

/** Describes a call without what differs from one folder to the next. */
export function observe(folder: string, args: unknown[], call: () => unknown): Observation {
  let outcome: unknown;
  try {
    outcome = { returned: describe(call(), folder) };
  } catch (error) {
    outcome = { thrown: describeError(error, folder) };
  }
  const buffers = args
    .slice(1)
    .flat()
    .filter((value) => ArrayBuffer.isView(value));
  return { outcome, buffers, files: listFiles(folder, folder) };
}

/** An error without its frames, except that it must have some, below a line that says what it is. */
function describeError(error: unknown, folder: string): unknown {
  if (!isNativeError(error)) return { notAnError: error };
  const { name, message, stack = '' } = error;
  const fields = describeFields(error, folder);
  return {
    name,
    message: hide(message, folder),
    traced: /\n\s+at /.test(stack),
    told: stack.includes(message),
    fields,
  };
}

function hide(text: string, folder: string): string {
  return text.replaceAll(folder, '<folder>').replace(/(temp-)(?!XXXXXX)\w{6}/, '$1******');
}

function describe(value: unknown, folder: string): unknown {
  if (typeof value === 'string') return hide(value, folder);
  if (Buffer.isBuffer(value)) return `buffer ${hide(value.toString('latin1'), folder)}`;
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map((element: unknown) => describe(element, folder));
  if (value instanceof fs.Dirent) return [describe(value.name, folder), hide(value.parentPath, folder), kindOf(value)];
  if (value instanceof fs.Dir) return describeDir(value, folder);
  if (isStats(value)) return [kindOf(value), value.size, value.mode, value.nlink, typeof value.mtime];
  if ('bsize' in value && 'blocks' in value) return [typeof value.blocks, value.bsize];
  return describeFields(value, folder);
}

function describeFields(value: object, folder: string): unknown {
  return Object.fromEntries(Object.entries(value).map(([key, field]) => [key, describe(field, folder)]));
}

function isStats(value: object): value is fs.Stats | fs.BigIntStats {
  return 'mtimeMs' in value;
}

function describeDir(dir: fs.Dir, folder: string): unknown {
  const names: string[] = [];
  for (let entry = dir.readSync(); entry !== null; entry = dir.readSync()) names.push(entry.name);
  dir.closeSync();
  return [hide(dir.path, folder), names.sort()];
}

function kindOf(entry: Pick<fs.StatsBase<unknown>, 'isFile' | 'isDirectory' | 'isSymbolicLink'>): string {
  if (entry.isFile()) return 'file';
  if (entry.isDirectory()) return 'folder';
  return entry.isSymbolicLink() ? 'link' : 'other';
}

function listFiles(folder: string, path: string): string[] {
  return fs
    .readdirSync(path)
    .sort()
    .flatMap((name) => {
      const full = join(path, name);
      const stats = fs.lstatSync(full);
      const line = hide(`${full} ${stats.mode.toString(8)} ${stats.nlink} ${describeContent(full, stats)}`, folder);
      return stats.isDirectory() ? [line, ...listFiles(folder, full)] : [line];
    });
}

function describeContent(path: string, stats: fs.Stats): string {
  if (stats.isSymbolicLink()) return `-> ${fs.readlinkSync(path)}`;
  if (stats.isDirectory()) return '';
  const set = stats.mtimeMs < 1e10 ? ` ${stats.atimeMs} ${stats.mtimeMs}` : '';
  return `${JSON.stringify(fs.readFileSync(path, 'latin1'))}${set}`;
}
