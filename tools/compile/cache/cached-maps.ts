import { basename } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { DiskEntry } from './disk-cache.ts';
import { isDebugged } from './is-debugged.ts';
import { sourceUrls, type SourceMap } from '../source-urls.ts';

/** A source map beside an entry. */
export interface MapFile {
  path: string;
  /** In bytes. */
  size: number;
}

const COMMENT = '\n//# sourceMappingURL=';

/**
 * The code of an entry with its source map, which is left in its file where that will do: Node takes longer to read a map than the code, and in most starts
 * nobody asks for it. Null if the map is not there.
 */
export function withMapOf(entry: DiskEntry, code: string, size: number): string | null {
  if (size === 0) return code;
  if (mayBeApart()) return entry.hasAttachment(size) ? code + COMMENT + pathInUrl(entry.attachment) : null;
  const map = entry.readAttachment(size);
  return map === null ? null : withInlineMap(code, map);
}

/** The file of the map that `withMapOf` names; null if it names none. */
export function mapFileOf(entry: DiskEntry, size: number): MapFile | null {
  return size > 0 && mayBeApart() ? { path: entry.attachment, size } : null;
}

/** Debuggers take maps from the folder of the project alone, and what runs for weeks may outlive temporary files. */
export function mayBeApart(): boolean {
  return !isDebugged() && process.env.NODE_ENV !== 'production';
}

/** Node takes a path that it adds to the URL of the code, but no URL of a file. */
function pathInUrl(path: string): string {
  return pathToFileURL(path).pathname;
}

/** @param map empty if there is none */
export function withInlineMap(code: string, map: string): string {
  if (map === '') return code;
  return `${code}${COMMENT}data:application/json;charset=utf-8;base64,${Buffer.from(map).toString('base64')}`;
}

/**
 * A source map as JSON that may lie anywhere. The text of the file itself is not repeated there: Node looks for it where the file is. Empty if there is
 * no map.
 */
export function textOfMap(map: object | null, filename: string): string {
  if (map === null) return '';
  const { sources, sourcesContent, sourceRoot, ...rest } = map as SourceMap;
  const isOwn = sources.length === 1 && basename(sources[0] ?? '') === basename(filename);
  const absolute = sourceUrls({ sources, sourceRoot }, filename);
  return JSON.stringify({ ...rest, sources: absolute, ...(!isOwn && { sourcesContent }) });
}
