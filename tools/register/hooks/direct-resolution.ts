import { lstatSync, realpathSync, type Stats } from 'node:fs';
import { dirname, join } from 'node:path';
import { isTypeScript } from '../../compile/language.ts';
import type { CompileOptions } from '../../compile/options.ts';
import { isInProject } from '../../compile/project/scope.ts';

/** Relative, and nothing that a URL writes in another way. */
const PLAIN_SPECIFIER = /^\.\.?\/[\w./-]*[\w-]$/;
const PLAIN_URL = /^file:\/\/(\/[\w./-]+)$/;
const FILE_SCHEME = 'file://';

/** Options that let others have a say in what a specifier means. */
const OTHER_HOOKS = /^(?:--import|--require|-r|--loader|--experimental-loader|--preserve-symlinks(?:-main)?)(?:=|$)/;

/** A file that is there. */
export interface FoundFile {
  path: string;
  stats: Stats;
}

/**
 * Finds what a module of the program itself means by the path of a file, as Node does, which asks the file system more often. What is not an ordinary file
 * without links is left to Node, and so is everything else.
 */
export class DirectResolution {
  readonly #options: CompileOptions;
  readonly #folders = new Map<string, string | null>();
  readonly #found = new Map<string, FoundFile>();

  constructor(options: CompileOptions) {
    this.#options = options;
  }

  /** The URL of the file; null if others have to find it. */
  resolve(specifier: string, parentUrl: string | undefined): string | null {
    if (parentUrl === undefined || !PLAIN_SPECIFIER.test(specifier)) return null;
    const folder = this.#folderOf(parentUrl);
    if (folder === null) return null;
    const path = join(folder, specifier);
    if (!isRealFolder(dirname(path))) return null;
    const stats = lstatSync(path, { throwIfNoEntry: false });
    if (stats?.isFile() !== true) return null;
    const url = FILE_SCHEME + path;
    this.#found.set(url, { path, stats });
    return url;
  }

  /** What was found at a URL just now; it is told once. */
  take(url: string): FoundFile | undefined {
    const found = this.#found.get(url);
    this.#found.delete(url);
    return found;
  }

  /** The folder of a module whose specifiers we know to read; null for others. In TypeScript, a specifier may mean another file. */
  #folderOf(parentUrl: string): string | null {
    let folder = this.#folders.get(parentUrl);
    if (folder === undefined) {
      const [, importer] = PLAIN_URL.exec(parentUrl) ?? [];
      const isPlain = importer !== undefined && !isTypeScript(importer) && isInProject(importer, this.#options);
      this.#folders.set(parentUrl, (folder = isPlain ? dirname(importer) : null));
    }
    return folder;
  }
}

const realFolders = new Map<string, boolean>();

/** Whether no link leads to the folder. Node asks once, too. */
function isRealFolder(folder: string): boolean {
  let isReal = realFolders.get(folder);
  if (isReal === undefined) realFolders.set(folder, (isReal = realPathOf(folder) === folder));
  return isReal;
}

function realPathOf(folder: string): string | null {
  try {
    return realpathSync(folder);
  } catch {
    return null;
  }
}

/** Whether nobody has hooked into the resolution of modules before us. What comes later is asked before us. */
export function isFirstHook(): boolean {
  const { NODE_OPTIONS = '' } = process.env;
  const options = [...process.execArgv, ...NODE_OPTIONS.split(/\s+/)];
  const given = options.filter((option) => OTHER_HOOKS.test(option));
  return given.length === 0 || (given.length === 1 && isOurs(options.join(' ')));
}

/** `--import greenlets/register`, or a file of that name. */
function isOurs(options: string): boolean {
  return /(?:^|\s)--import(?:=|\s+)(?:greenlets\/register|\S*\/register\.mjs)/.test(options);
}
