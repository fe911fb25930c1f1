import { existsSync, realpathSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { ts, type ResolutionHostFactory } from 'ts-morph';
import { readConfig, type Config } from './configs.ts';

/**
 * Finds modules as TypeScript does, and the sources of projects that others refer to in the place of their outputs, which need
 * not be there yet: only sources say what blocks. Undefined if nothing is referred to.
 */
export function sourcesOfReferences(configs: readonly Config[]): ResolutionHostFactory | undefined {
  const realPath = realPaths();
  const sources = sourcesByOutput(configs, realPath);
  if (sources.size === 0) return undefined;
  const folders = new Set([...sources.keys()].map((output) => dirname(output)));
  return (disk, getCompilerOptions) => {
    const host: ts.ModuleResolutionHost = {
      ...disk,
      fileExists: (path) => sources.has(realPath(path)) || disk.fileExists(path),
      directoryExists: (path) => folders.has(realPath(path)) || (disk.directoryExists?.(path) ?? true),
    };
    const moduleOf = (name: string, file: string, mode: ts.ResolutionMode): ts.ResolvedModule | undefined => {
      const found = ts.resolveModuleName(
        name,
        file,
        getCompilerOptions(),
        host,
        undefined,
        undefined,
        mode,
      ).resolvedModule;
      const source = found && sources.get(realPath(found.resolvedFileName));
      return source === undefined ? found : { resolvedFileName: source };
    };
    return {
      resolveModuleNames: (names, file, _reused, _reference, _options, source) =>
        names.map((name) => moduleOf(name, file, source?.impliedNodeFormat)),
    };
  };
}

/** The sources of all projects that are referred to, directly or not, by what is written for them. */
function sourcesByOutput(configs: readonly Config[], realPath: (path: string) => string): Map<string, string> {
  const known = new Map(configs.map((config) => [config.path, config]));
  const sources = new Map<string, string>();
  const seen = new Set<string>();
  const add = (path: string): void => {
    if (seen.has(path)) return;
    seen.add(path);
    const { parsed, references } = known.get(path) ?? readConfig(path);
    for (const source of parsed.fileNames) {
      for (const output of outputsOf(parsed, source)) sources.set(realPath(output), source);
    }
    references.forEach(add);
  };
  for (const { references } of configs) references.forEach(add);
  return sources;
}

/** None for declarations, and where nothing is written. */
function outputsOf(parsed: ts.ParsedCommandLine, source: string): readonly string[] {
  if (/\.d\.[^/]*ts$/.test(source) || parsed.options.noEmit === true) return [];
  return ts.getOutputFileNames(parsed, source, !ts.sys.useCaseSensitiveFileNames);
}

/** Finds paths without the symbolic links to their folders, as far as these exist; it looks at each folder once. */
function realPaths(): (path: string) => string {
  const folders = new Map<string, string>();
  const realFolder = (folder: string): string => {
    const known = folders.get(folder) ?? (existsSync(folder) ? realpathSync(folder) : realPath(folder));
    folders.set(folder, known);
    return known;
  };
  const realPath = (path: string): string => {
    const folder = dirname(path);
    return folder === path ? path : join(realFolder(folder), basename(path));
  };
  return realPath;
}
