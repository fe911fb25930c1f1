import { dirname, resolve } from 'node:path';
import { statSync } from 'node:fs';
import { ts } from 'ts-morph';

/**
 * The configurations whose files make up a project: the one that is named, or, if that names no files and refers to others, those.
 * Where a reference leads to nothing, there is none.
 */
export function configsOf(config: string): string[] {
  const found = new Set<string>();
  addConfigs(resolve(config), found, new Set());
  return [...found];
}

function addConfigs(config: string, found: Set<string>, seen: Set<string>): void {
  if (seen.has(config)) return;
  seen.add(config);
  const { parsed, references } = referencesOf(config);
  const isForOthers = parsed.fileNames.length === 0 && parsed.projectReferences !== undefined;
  if (!isForOthers) found.add(config);
  else for (const reference of references) addConfigs(reference, found, seen);
}

/** A configuration, and those that it refers to. */
export interface References {
  readonly parsed: ts.ParsedCommandLine;
  readonly references: readonly string[];
}

export function referencesOf(config: string): References {
  const { config: json } = ts.readConfigFile(config, (path) => ts.sys.readFile(path)) as { config?: unknown };
  const parsed = ts.parseJsonConfigFileContent(json ?? {}, ts.sys, dirname(config), undefined, config);
  return { parsed, references: (parsed.projectReferences ?? []).flatMap(({ path }) => configAt(path) ?? []) };
}

/** A reference names a file, or the folder of `tsconfig.json`. */
function configAt(path: string): string | null {
  const stats = statSync(path, { throwIfNoEntry: false });
  if (stats === undefined) return null;
  return stats.isDirectory() ? configAt(resolve(path, 'tsconfig.json')) : path;
}
