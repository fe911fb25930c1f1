import { readFileSync, statSync } from 'node:fs';
import { dirname, resolve, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { findPackageScope } from './project/package-scope.ts';

/** As Node and Babel look for it. What they find in a string is none, but does no harm. */
const COMMENT = /\/[/*][@#]\s+sourceMappingURL=([^\s'"`]+)/g;
const DATA = /^data:[^,]*?(;base64)?,(.*)$/;
const SCHEME = /^[a-z][a-z\d+.-]+:/i;

/** Source maps of more bytes are not read. */
const MAX_SIZE = 64 * 2 ** 20;

/** The source map that a file says it has, as an object; false if there is none that can be read and used. */
export function inputSourceMap(filename: string, source: string): object | false {
  const url = lastUrl(source);
  if (url === undefined) return false;
  try {
    const text = readMap(filename, url);
    const map: unknown = text === null ? null : JSON.parse(text);
    return isSourceMap(map) ? map : false;
  } catch {
    return false;
  }
}

/**
 * The source without the comment that names its source map, if that map cannot be read: it is a pipe, say, for which Node
 * would wait.
 */
export function withoutStrangeSourceMap(filename: string, source: string): string {
  const url = lastUrl(source);
  if (url === undefined || DATA.test(url) || isReadable(filename, url)) return source;
  return source.replace(COMMENT, (comment) => comment.replace(/[@#]/, ' '));
}

/** Whether it is the comment that names the source map. */
export function namesSourceMap(comment: string): boolean {
  return /^[@#]\s+sourceMappingURL=/.test(comment);
}

function lastUrl(source: string): string | undefined {
  return source.includes('sourceMappingURL=') ? [...source.matchAll(COMMENT)].at(-1)?.[1] : undefined;
}

function readMap(filename: string, url: string): string | null {
  const [isData, base64, data = ''] = DATA.exec(url) ?? [];
  if (isData !== undefined) {
    return base64 === undefined ? decodeURIComponent(data) : Buffer.from(data, 'base64').toString();
  }
  const path = pathOf(filename, url);
  return path !== null && isReadable(filename, url) && isInPackage(path, filename) ? readFileSync(path, 'utf8') : null;
}

/** Reading anything but a file could take for ever. */
function isReadable(filename: string, url: string): boolean {
  const path = pathOf(filename, url);
  const stats = path === null ? undefined : statSync(path, { throwIfNoEntry: false });
  return stats !== undefined && stats.isFile() && stats.size <= MAX_SIZE;
}

function pathOf(filename: string, url: string): string | null {
  if (url.startsWith('file:')) return fileURLToPath(url);
  return SCHEME.test(url) ? null : resolve(dirname(filename), decoded(url));
}

function decoded(url: string): string {
  try {
    return decodeURIComponent(url);
  } catch {
    return url;
  }
}

/** Files elsewhere are no business of a program. */
function isInPackage(path: string, filename: string): boolean {
  const folder = findPackageScope(filename)?.folder ?? dirname(filename);
  return path.startsWith(folder.endsWith(sep) ? folder : folder + sep);
}

function isSourceMap(value: unknown): value is object {
  if (typeof value !== 'object' || value === null) return false;
  const { version, mappings, sources } = value as Record<string, unknown>;
  return version === 3 && typeof mappings === 'string' && Array.isArray(sources);
}
