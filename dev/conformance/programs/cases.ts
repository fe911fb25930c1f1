import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** What options.json may hold: options of the plugin, and further options for Babel (its presets, for example). */
export interface FixtureOptions {
  mark?: string;
  stress?: boolean;
  babel?: Record<string, unknown>;
  [option: string]: unknown;
}

/** A folder fixtures/<phase>/<feature>/<case>/. Files that it does not have are null. */
export interface FixtureCase {
  name: string;
  folder: string;
  /** Compiled, and compared with output.js or error.txt. */
  input: string | null;
  /** Executed untouched, compiled and compiled with stress. */
  exec: string | null;
  options: FixtureOptions;
}

/** Every case of the folder `root`, in the order of their names. */
export function findCases(root: string): FixtureCase[] {
  const features = foldersIn(root, foldersIn(root, ['']));
  return foldersIn(root, features).map((name) => readCase(root, name));
}

/** The folders in each of the `parents`; all are named by their paths from `root`. */
function foldersIn(root: string, parents: string[]): string[] {
  return parents.flatMap((parent) => listFolders(join(root, parent)).map((name) => join(parent, name)));
}

function listFolders(folder: string): string[] {
  const entries = readdirSync(folder, { withFileTypes: true });
  return entries
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
    .sort();
}

function readCase(root: string, name: string): FixtureCase {
  const folder = join(root, name);
  const files = readdirSync(folder);
  const input = files.find((file) => file.startsWith('input.')) ?? null;
  const exec = files.find((file) => file.startsWith('exec.')) ?? null;
  if (input === null && exec === null) throw new Error(`fixtures/${name} has neither input.* nor exec.*`);
  return { name, folder, input, exec, options: readOptions(join(folder, 'options.json')) };
}

function readOptions(file: string): FixtureOptions {
  return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as FixtureOptions) : {};
}
