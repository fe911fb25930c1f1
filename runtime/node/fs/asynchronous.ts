import fs, { type Dir, type Dirent, type PathLike, type Stats } from 'node:fs';
import type { CallSite } from '../shared/call-site.ts';
import type { Abandonment } from '../shared/operation.ts';
import { cooperativeDir } from './dir.ts';
import { invoke, type CallbackForm, type Start } from '../shared/invoke.ts';
import { isOddEncoding, readPieces } from './read-descriptor.ts';
import { readdirRecursive } from './readdir-recursive.ts';
import { readStandardInput, standardInputTarget } from './standard-input.ts';

/** Calls `fs[name]` of this moment, with the arguments and a callback. */
function call(name: string, args: readonly unknown[], site: CallSite): Promise<unknown> {
  return invoke(Reflect.get(fs, name) as CallbackForm, args, site);
}

/** The same without a promise, which takes longer. */
function begin(name: string, args: readonly unknown[], callback: Abandonment['callback']): null {
  (Reflect.get(fs, name) as CallbackForm)(...args, callback);
  return null;
}

/** The usual case: the callback comes after a fixed number of parameters, those left out being undefined. */
function withCallback(name: string, parameters: number): Start {
  return (args, _site, { callback }) => begin(name, pad(args, parameters), callback);
}

function pad(args: readonly unknown[], length: number): unknown[] {
  return Array.from({ length }, (_, index) => args[index]);
}

/** Where the two forms disagree, and it takes next to no time: what the synchronous one of this Node does. */
function ask(name: SynchronousName, args: readonly unknown[]): unknown {
  return (Reflect.get(fs, name) as (...args: readonly unknown[]) => unknown)(...args);
}

/** `stat` and `lstat` always fail where there is nothing; the synchronous forms can return undefined. */
function withOptionalEntry(name: 'stat' | 'lstat'): Start {
  return (args, _site, operation) => {
    const { callback } = operation;
    if (args[1] === null) return Promise.resolve(ask(`${name}Sync`, args));
    if (optionsOf(args).throwIfNoEntry !== false) return begin(name, pad(args, 2), callback);
    return begin(name, pad(args, 2), (error, stats) => {
      // Versions of Node differ in what else they count as no entry.
      if (error && codeOf(error) !== 'ENOENT') settleBy(() => ask(`${name}Sync`, args), operation);
      else callback(null, stats);
    });
  };
}

/** Ends an operation by what a function returns or throws. */
function settleBy(decide: () => unknown, operation: Abandonment): void {
  try {
    operation.callback(null, decide());
  } catch (error) {
    operation.fail(error);
  }
}

function optionsOf(
  args: readonly unknown[],
): Partial<Record<'throwIfNoEntry' | 'recursive' | 'withFileTypes' | 'bufferSize', unknown>> {
  const options = args[1];
  return typeof options === 'object' && options !== null ? options : {};
}

/** Not `instanceof Error`: where tests run in a realm of their own, the errors of Node are of another. */
function codeOf(error: unknown): unknown {
  return typeof error === 'object' && error !== null && 'code' in error ? error.code : undefined;
}

function exists([path]: readonly unknown[], _site: CallSite, { callback }: Abandonment): Promise<unknown> | null {
  try {
    return begin('access', [path, fs.constants.F_OK], (error) => callback(null, !error));
  } catch {
    // What can be no path.
    return Promise.resolve(false);
  }
}

function fstat(args: readonly unknown[], _site: CallSite, { callback }: Abandonment): Promise<unknown> | null {
  return args[1] === null ? Promise.resolve(ask('fstatSync', args)) : begin('fstat', pad(args, 2), callback);
}

/** The error of the asynchronous `readFile` for a folder names the folder in some versions of Node. */
async function readFile(args: readonly unknown[], site: CallSite, abandonment: Abandonment): Promise<unknown> {
  const [path, options] = args;
  if (isBelowZero(path)) return ask('readFileSync', args);
  if (isDescriptor(path)) return await readDescriptor(path as number, options, site, abandonment);
  try {
    return await call('readFile', [path, withSignal(options, abandonment.signal)], site);
  } catch (error) {
    if (codeOf(error) === 'EISDIR') return ask('readFileSync', args);
    throw error;
  }
}

/** The asynchronous `readFile` takes an error of a descriptor for the end of the data. */
async function readDescriptor(fd: number, options: unknown, site: CallSite, { signal }: Abandonment): Promise<unknown> {
  if (isOddEncoding(options)) return ask('readFileSync', [fd, options]);
  const { size } = (await call('fstat', [fd], site)) as Stats;
  return await readPieces(size, options, async (piece) => {
    signal.throwIfAborted();
    return (await call('read', [fd, piece, 0, piece.length, null], site)) as number;
  });
}

/** A write that has begun is not stopped: that would leave the beginning of a file where there was a whole one. */
function writing(name: 'writeFile' | 'appendFile'): Start {
  return (args, site) => {
    const [path, data, options] = args;
    if (isBelowZero(path)) return Promise.resolve(ask(`${name}Sync`, args));
    return call(name, [path, data, withSignal(options, undefined)], site);
  };
}

/** The two forms make different errors of that, also according to what is written. */
function isBelowZero(path: unknown): boolean {
  return typeof path === 'number' && path < 0;
}

/** Whether Node takes a path for a descriptor: of other numbers it says that they are no paths. */
function isDescriptor(path: unknown): boolean {
  return Number.isInteger(path) && (path as number) < 2 ** 31;
}

/**
 * Options with another signal, since the synchronous forms do not look at that which they are given; options that both forms
 * complain about are left as they are.
 */
function withSignal(options: unknown, signal: AbortSignal | undefined): unknown {
  if (options === undefined || options === null) return { signal };
  if (typeof options === 'string') return { encoding: options, signal };
  if (typeof options !== 'object') return options;
  const { signal: given } = options as { signal?: unknown };
  return given === undefined || given instanceof AbortSignal ? { ...options, signal } : options;
}

/** A folder is copied file by file: once nobody waits for that any more, it ends with the file that is being copied. */
function cp([from, to, options]: readonly unknown[], site: CallSite, abandonment: Abandonment): Promise<unknown> {
  return call('cp', [from, to, withStop(options, abandonment)], site);
}

/** Options that the function would complain about are left as they are. */
function withStop(options: unknown, abandonment: Abandonment): unknown {
  if (options !== undefined && (typeof options !== 'object' || options === null)) return options;
  const { filter } = (options ?? {}) as { filter?: unknown };
  if (filter !== undefined && typeof filter !== 'function') return options;
  const stop = (...paths: unknown[]): unknown => {
    abandonment.signal.throwIfAborted();
    return filter === undefined || (Reflect.apply(filter, undefined, paths) as unknown);
  };
  return { ...options, filter: stop };
}

/** `read` tells its variants apart by the number of arguments, and does not take undefined for options. */
function read(args: readonly unknown[], site: CallSite, abandonment: Abandonment): Promise<unknown> | null {
  const target = standardInputTarget(args);
  if (target !== null) return readStandardInput(target, site, abandonment);
  const [fd, buffer, offsetOrOptions, length, position] = args;
  if (args.length > 3 && typeof offsetOrOptions !== 'object') {
    return begin('read', [fd, buffer, offsetOrOptions, length, position], abandonment.callback);
  }
  return begin('read', [fd, buffer, offsetOrOptions ?? null], abandonment.callback);
}

/** `write` tells its variants apart by the type of the data: text comes with a position and an encoding. */
function write([fd, data, ...rest]: readonly unknown[], _site: CallSite, { callback }: Abandonment): null {
  if (typeof data === 'string') return begin('write', [fd, data, rest[0] ?? null, rest[1]], callback);
  return begin('write', [fd, data, ...pad(rest, 3)], callback);
}

/** In old versions of Node the asynchronous `readdir` reads a whole tree synchronously, so trees are read folder by folder. */
function readdir(args: readonly unknown[], site: CallSite, abandonment: Abandonment): Promise<unknown> | null {
  const options = optionsOf(args);
  if (options.recursive !== true || readsTreesAsynchronously())
    return begin('readdir', pad(args, 2), abandonment.callback);
  const oneFolder = { ...options, recursive: false, withFileTypes: true };
  return readdirRecursive(args[0] as PathLike, Boolean(options.withFileTypes), (folder) => {
    abandonment.signal.throwIfAborted();
    return call('readdir', [folder, oneFolder], site) as Promise<Dirent[]>;
  });
}

let asynchronousTrees: boolean | undefined;

/** Found out by a path that does not exist: about it, a synchronous function complains at once. */
function readsTreesAsynchronously(): boolean {
  if (asynchronousTrees !== undefined) return asynchronousTrees;
  try {
    fs.readdir('', { recursive: true }, () => undefined);
    asynchronousTrees = true;
  } catch {
    asynchronousTrees = false;
  }
  return asynchronousTrees;
}

/** The asynchronous `opendir` looks at the size of its buffer in a callback, where the error ends the program. */
async function opendir(args: readonly unknown[], site: CallSite): Promise<unknown> {
  const options = optionsOf(args);
  if ('bufferSize' in options && !isBufferSize(options.bufferSize)) return ask('opendirSync', args);
  return cooperativeDir((await call('opendir', pad(args, 2), site)) as Dir);
}

function isBufferSize(value: unknown): boolean {
  return Number.isInteger(value) && (value as number) >= 1 && (value as number) < 2 ** 32;
}

/** The asynchronous `mkdtemp` has put letters in the place of the pattern before it fails, and tells of these. */
function mkdtemp(args: readonly unknown[], _site: CallSite, { callback }: Abandonment): null {
  return begin('mkdtemp', pad(args, 2), (error, folder) => {
    if (error) showPattern(error);
    callback(error, folder);
  });
}

function showPattern(error: NodeJS.ErrnoException): void {
  const { path } = error;
  if (path === undefined) return;
  error.path = path.replace(/.{6}$/, 'XXXXXX');
  error.message = error.message.replace(path, () => error.path as string);
}

/** Where there is nothing more to be done, since the path itself is to blame, the two forms of some versions of Node tell it in other words. */
function rm(args: readonly unknown[], _site: CallSite, operation: Abandonment): null {
  const [path, options] = args;
  return begin('rm', pad(args, 2), (error) => {
    if (!error || (error as NodeJS.ErrnoException).path !== path) operation.callback(error);
    else settleBy(() => ask('rmSync', [path, { ...(options as object | undefined), maxRetries: 0 }]), operation);
  });
}

/** The asynchronous `truncate` looks at the length before it opens the file. */
async function truncate([path, length]: readonly unknown[], site: CallSite): Promise<void> {
  if (typeof path === 'number') {
    await call('truncate', [path, length], site);
    return;
  }
  const fd = await call('open', [path, 'r+', undefined], site);
  try {
    await call('ftruncate', [fd, length], site);
  } finally {
    await call('close', [fd], site);
  }
}

/** The synchronous functions of `node:fs`, as far as its types know them. */
export type SynchronousName = Extract<keyof typeof fs, `${string}Sync`>;

/** Every function that has a cooperative version, by the name of its synchronous form. */
export const asynchronous: Record<SynchronousName, Start> = {
  accessSync: withCallback('access', 2),
  appendFileSync: writing('appendFile'),
  chmodSync: withCallback('chmod', 2),
  chownSync: withCallback('chown', 3),
  closeSync: withCallback('close', 1),
  copyFileSync: withCallback('copyFile', 3),
  cpSync: cp,
  existsSync: exists,
  fchmodSync: withCallback('fchmod', 2),
  fchownSync: withCallback('fchown', 3),
  fdatasyncSync: withCallback('fdatasync', 1),
  fstatSync: fstat,
  fsyncSync: withCallback('fsync', 1),
  ftruncateSync: withCallback('ftruncate', 2),
  futimesSync: withCallback('futimes', 3),
  lchmodSync: withCallback('lchmod', 2),
  lchownSync: withCallback('lchown', 3),
  linkSync: withCallback('link', 2),
  lstatSync: withOptionalEntry('lstat'),
  lutimesSync: withCallback('lutimes', 3),
  mkdirSync: withCallback('mkdir', 2),
  mkdtempSync: mkdtemp,
  openSync: withCallback('open', 3),
  opendirSync: opendir,
  readFileSync: readFile,
  readSync: read,
  readdirSync: readdir,
  readlinkSync: withCallback('readlink', 2),
  readvSync: withCallback('readv', 3),
  realpathSync: withCallback('realpath', 2),
  renameSync: withCallback('rename', 2),
  rmSync: rm,
  rmdirSync: withCallback('rmdir', 2),
  statSync: withOptionalEntry('stat'),
  statfsSync: withCallback('statfs', 2),
  symlinkSync: withCallback('symlink', 3),
  truncateSync: truncate,
  unlinkSync: withCallback('unlink', 1),
  utimesSync: withCallback('utimes', 3),
  writeFileSync: writing('writeFile'),
  writeSync: write,
  writevSync: withCallback('writev', 3),
};

/** `realpath.native`, the one asynchronous form that is a property of another. */
export const realpathNative: Start = (args, _site, { callback }) => {
  (fs.realpath.native as CallbackForm)(...pad(args, 2), callback);
  return null;
};
