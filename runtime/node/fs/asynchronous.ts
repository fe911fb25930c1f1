import fs, { type Dir, type Dirent, type PathLike } from 'node:fs';
import type { CallSite } from './call-site.ts';
import { cooperativeDir } from './dir.ts';
import { invoke, type CallbackForm, type Start } from './invoke.ts';
import { readdirRecursive } from './readdir-recursive.ts';

/** Calls `fs[name]` of this moment, with the arguments and a callback. */
function call(name: string, args: readonly unknown[], site: CallSite): Promise<unknown> {
  return invoke(Reflect.get(fs, name) as CallbackForm, args, site);
}

/** The usual case: the callback comes after a fixed number of parameters, those left out being undefined. */
function withCallback(name: string, parameters: number): Start {
  return (args, site) => call(name, pad(args, parameters), site);
}

function pad(args: readonly unknown[], length: number): unknown[] {
  return Array.from({ length }, (_, index) => args[index]);
}

/** `stat` and `lstat` always fail where there is nothing; the synchronous forms can return undefined. */
function withOptionalEntry(name: string): Start {
  return async (args, site) => {
    try {
      return await call(name, pad(args, 2), site);
    } catch (error) {
      if (optionsOf(args).throwIfNoEntry === false && isNoEntry(error)) return undefined;
      throw error;
    }
  };
}

function optionsOf(
  args: readonly unknown[],
): Partial<Record<'throwIfNoEntry' | 'recursive' | 'withFileTypes', unknown>> {
  const options = args[1];
  return typeof options === 'object' && options !== null ? options : {};
}

/** Not `instanceof Error`: where tests run in a realm of their own, the errors of Node are of another. */
function isNoEntry(error: unknown): boolean {
  return typeof error === 'object' && error !== null && 'code' in error && error.code === 'ENOENT';
}

async function exists([path]: readonly unknown[], site: CallSite): Promise<boolean> {
  try {
    await call('access', [path, fs.constants.F_OK], site);
    return true;
  } catch {
    return false;
  }
}

/** The asynchronous `readFile` fails with an unrelated error if it cannot look at a descriptor. */
async function readFile(args: readonly unknown[], site: CallSite): Promise<unknown> {
  if (typeof args[0] === 'number') await call('fstat', pad(args, 1), site);
  return call('readFile', pad(args, 2), site);
}

/** `read` tells its variants apart by the number of arguments, and does not take undefined for options. */
function read(args: readonly unknown[], site: CallSite): Promise<unknown> {
  const [fd, buffer, offsetOrOptions, length, position] = args;
  if (args.length > 3 && typeof offsetOrOptions !== 'object') {
    return call('read', [fd, buffer, offsetOrOptions, length, position], site);
  }
  return call('read', [fd, buffer, offsetOrOptions ?? null], site);
}

/** `write` tells its variants apart by the type of the data: text comes with a position and an encoding. */
function write([fd, data, ...rest]: readonly unknown[], site: CallSite): Promise<unknown> {
  if (typeof data === 'string') return call('write', [fd, data, rest[0] ?? null, rest[1]], site);
  return call('write', [fd, data, ...pad(rest, 3)], site);
}

/** The asynchronous `readdir` reads a whole tree synchronously, so trees are read folder by folder. */
function readdir(args: readonly unknown[], site: CallSite): Promise<unknown> {
  const options = optionsOf(args);
  if (options.recursive !== true) return call('readdir', pad(args, 2), site);
  const oneFolder = { ...options, recursive: false, withFileTypes: true };
  return readdirRecursive(
    args[0] as PathLike,
    Boolean(options.withFileTypes),
    (folder) => call('readdir', [folder, oneFolder], site) as Promise<Dirent[]>,
  );
}

async function opendir(args: readonly unknown[], site: CallSite): Promise<Dir> {
  return cooperativeDir((await call('opendir', pad(args, 2), site)) as Dir);
}

/** The asynchronous `truncate` looks at the length before it opens the file. */
async function truncate([path, length]: readonly unknown[], site: CallSite): Promise<void> {
  if (typeof path === 'number') {
    await call('truncate', [path, length], site);
    return;
  }
  const fd = await call('open', [path, 'r+', undefined], site);
  try {
    await call('ftruncate', [fd, length ?? 0], site);
  } finally {
    await call('close', [fd], site);
  }
}

/** The synchronous functions of `node:fs`, as far as its types know them. */
export type SynchronousName = Extract<keyof typeof fs, `${string}Sync`>;

/** Every function that has a cooperative version, by the name of its synchronous form. */
export const asynchronous: Record<SynchronousName, Start> = {
  accessSync: withCallback('access', 2),
  appendFileSync: withCallback('appendFile', 3),
  chmodSync: withCallback('chmod', 2),
  chownSync: withCallback('chown', 3),
  closeSync: withCallback('close', 1),
  copyFileSync: withCallback('copyFile', 3),
  cpSync: withCallback('cp', 3),
  existsSync: exists,
  fchmodSync: withCallback('fchmod', 2),
  fchownSync: withCallback('fchown', 3),
  fdatasyncSync: withCallback('fdatasync', 1),
  fstatSync: withCallback('fstat', 2),
  fsyncSync: withCallback('fsync', 1),
  ftruncateSync: withCallback('ftruncate', 2),
  futimesSync: withCallback('futimes', 3),
  lchmodSync: withCallback('lchmod', 2),
  lchownSync: withCallback('lchown', 3),
  linkSync: withCallback('link', 2),
  lstatSync: withOptionalEntry('lstat'),
  lutimesSync: withCallback('lutimes', 3),
  mkdirSync: withCallback('mkdir', 2),
  mkdtempSync: withCallback('mkdtemp', 2),
  openSync: withCallback('open', 3),
  opendirSync: opendir,
  readFileSync: readFile,
  readSync: read,
  readdirSync: readdir,
  readlinkSync: withCallback('readlink', 2),
  readvSync: withCallback('readv', 3),
  realpathSync: withCallback('realpath', 2),
  renameSync: withCallback('rename', 2),
  rmSync: withCallback('rm', 2),
  rmdirSync: withCallback('rmdir', 2),
  statSync: withOptionalEntry('stat'),
  statfsSync: withCallback('statfs', 2),
  symlinkSync: withCallback('symlink', 3),
  truncateSync: truncate,
  unlinkSync: withCallback('unlink', 1),
  utimesSync: withCallback('utimes', 3),
  writeFileSync: withCallback('writeFile', 3),
  writeSync: write,
  writevSync: withCallback('writev', 3),
};

/** `realpath.native`, the one asynchronous form that is a property of another. */
export const realpathNative: Start = (args, site) => invoke(fs.realpath.native as CallbackForm, pad(args, 2), site);
