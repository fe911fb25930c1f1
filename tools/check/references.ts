import { realpathSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { ts, type ResolutionHostFactory } from 'ts-morph';
import { referencesOf } from './configs.ts';

/**
 * Finds modules as TypeScript does, and the sources of projects that others refer to in the place of their outputs, which need
 * not be there yet: only sources say what blocks. Undefined if nothing is referred to.
 */
export function sourcesOfReferences(configs: readonly string[]): ResolutionHostFactory | undefined {
  const sources = sourcesByOutput(configs);
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
function sourcesByOutput(configs: readonly string[]): Map<string, string> {
  const sources = new Map<string, string>();
  const seen = new Set<string>();
  const add = (config: string): void => {
    if (seen.has(config)) return;
    seen.add(config);
    const { parsed, references } = referencesOf(config);
    for (const source of parsed.fileNames) {
      for (const output of outputsOf(parsed, source)) sources.set(realPath(output), source);
    }
    references.forEach(add);
  };
  for (const config of configs) referencesOf(config).references.forEach(add);
  return sources;
}

/** None for declarations, and where nothing is written. */
function outputsOf(parsed: ts.ParsedCommandLine, source: string): readonly string[] {
  if (/\.d\.[^/]*ts$/.test(source) || parsed.options.noEmit === true) return [];
  return ts.getOutputFileNames(parsed, source, !ts.sys.useCaseSensitiveFileNames);
}

/** Without symbolic links, as far as the path exists. */
function realPath(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    const folder = dirname(path);
    return folder === path ? path : join(realPath(folder), basename(path));
  }
}
