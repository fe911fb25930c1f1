import { lstatSync, realpathSync } from 'node:fs';
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

/**
 * Finds what a module of the program itself means by the path of a file, as Node does, which asks the file system more often. Null for everything else than
 * an ordinary file without links.
 */
export function resolveDirectly(specifier: string, parentUrl: string | undefined, options: CompileOptions): string | null {
  const [, importer] = PLAIN_URL.exec(parentUrl ?? '') ?? [];
  if (importer === undefined || !PLAIN_SPECIFIER.test(specifier)) return null;
  // There, the specifier may mean another file.
  if (isTypeScript(importer) || !isInProject(importer, options)) return null;
  const path = join(dirname(importer), specifier);
  return isRealFolder(dirname(path)) && isFile(path) ? FILE_SCHEME + path : null;
}

function isFile(path: string): boolean {
  return lstatSync(path, { throwIfNoEntry: false })?.isFile() ?? false;
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
  const given = [...process.execArgv, ...NODE_OPTIONS.split(/\s+/)].filter((option) => OTHER_HOOKS.test(option));
  return given.length === 0 || (given.length === 1 && isOurs(process.execArgv, NODE_OPTIONS));
}

/** `--import greenlets/register`, or a URL of the same in this package. */
function isOurs(execArgv: readonly string[], nodeOptions: string): boolean {
  return /(?:^|\s)--import(?:=|\s+)(?:greenlets\/register|\S*\/register\.mjs)/.test([...execArgv, nodeOptions].join(' '));
}
