import { basename, dirname, isAbsolute, relative, sep } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

/** What we read of a source map. */
export interface SourceMap {
  sources: string[];
  sourcesContent?: unknown;
  sourceRoot?: string | undefined;
}

/** The sources of a map that the compiler has made of a file, as absolute URLs. */
export function sourceUrls({ sources, sourceRoot = '' }: SourceMap, filename: string): string[] {
  const base = pathToFileURL(filename);
  return sources.map((source) => {
    const name = sourceRoot + source;
    // The compiler does not write the name of the file as a part of a URL, where `#` and `?` would end the path.
    if (name === basename(filename)) return base.href;
    return isAbsolute(name) ? pathToFileURL(name).href : new URL(name, base).href;
  });
}

/** The same for a map that is written beside another file: as URLs relative to that. */
export function sourcesBeside(output: string, map: SourceMap, filename: string): string[] {
  return sourceUrls(map, filename).map((url) =>
    url.startsWith('file:') ? relativeUrl(dirname(output), fileURLToPath(url)) : url,
  );
}

function relativeUrl(folder: string, path: string): string {
  return relative(folder, path).split(sep).map(encodeURIComponent).join('/');
}
