import { dirname, resolve } from 'node:path';
import { statSync } from 'node:fs';
import { ts } from 'ts-morph';

/** What a configuration says. */
export interface Config {
  readonly path: string;
  readonly parsed: ts.ParsedCommandLine;
  /** The configurations that it refers to. Where a reference leads to nothing, there is none. */
  readonly references: readonly string[];
}

/** The configurations whose files make up a project: the one that is named, or, if that names no files and refers to others, those. */
export function configsOf(path: string): Config[] {
  const found: Config[] = [];
  addConfigs(resolve(path), found, new Set());
  return found;
}

function addConfigs(path: string, found: Config[], seen: Set<string>): void {
  if (seen.has(path)) return;
  seen.add(path);
  const config = readConfig(path);
  const { parsed, references } = config;
  const isForOthers = parsed.fileNames.length === 0 && parsed.projectReferences !== undefined;
  if (!isForOthers) found.push(config);
  else for (const reference of references) addConfigs(reference, found, seen);
}

/** Looks for all files of the configuration, too. */
export function readConfig(path: string): Config {
  const { config: json } = ts.readConfigFile(path, (file) => ts.sys.readFile(file)) as { config?: unknown };
  const parsed = ts.parseJsonConfigFileContent(json ?? {}, ts.sys, dirname(path), undefined, path);
  return { path, parsed, references: (parsed.projectReferences ?? []).flatMap((other) => configAt(other.path) ?? []) };
}

/** A reference names a file, or the folder of `tsconfig.json`. */
function configAt(path: string): string | null {
  const stats = statSync(path, { throwIfNoEntry: false });
  if (stats === undefined) return null;
  return stats.isDirectory() ? configAt(resolve(path, 'tsconfig.json')) : path;
}
