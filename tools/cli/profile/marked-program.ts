import { readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { isSource } from '../../compile/language.ts';
import { findSource } from '../../compile/project/resolve.ts';

const MARK = /['"]use greenlet['"]|@greenlet\b(?!-)/;
const SPECIFIER = /\b(?:from|import|require)\b\s*\(?\s*['"](\.[^'"\n]*)['"]/g;

/** Whether anything is marked in a file, or in files of the program that it imports by relative paths, as far as the texts tell. */
export function hasMarks(entry: string): boolean {
  const files = new Set([entry]);
  for (const file of files) {
    const source = read(file);
    if (MARK.test(source)) return true;
    for (const [, specifier = ''] of source.matchAll(SPECIFIER)) {
      const path = resolve(dirname(file), specifier);
      const found = findSource(path, file) ?? path;
      if (isSource(found)) files.add(found);
    }
  }
  return false;
}

function read(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}
