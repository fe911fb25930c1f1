import { relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { shownName } from '../../../runtime/core/names/shown-name.ts';
import type { StackLine } from '../../../runtime/observe/index.ts';
import type { Mark } from './marks.ts';

/** The working directory of the command. The program may go to another one. */
const workingDirectory = process.cwd();

/** `0.4 ms`, `12 ms`, `1.25 s`. */
export function duration(ms: number): string {
  if (ms < 9.95) return `${ms.toFixed(1)} ms`;
  return ms < 999.5 ? `${ms.toFixed(0)} ms` : `${(ms / 1000).toFixed(2)} s`;
}

/** `2.0x`; of a program that takes no time, 1. */
export function factor(before: number, after: number): string {
  return `${(after > 0 ? before / after : 1).toFixed(1)}x`;
}

/** `3 waits`, `1 wait`. */
export function counted(count: number, noun: string): string {
  return `${count.toLocaleString('en')} ${noun}${count === 1 ? '' : 's'}`;
}

/** `src/main.ts:3:9`, as seen from the working directory; empty if it is unknown. */
export function place({ file, line, column }: Pick<StackLine, 'file' | 'line' | 'column'>): string {
  return file === null ? '' : `${shortPath(file)}:${String(line)}:${String(column)}`;
}

/** As seen from the working directory, if it is below that. */
export function shortPath(file: string): string {
  const path = relative(workingDirectory, file.startsWith('file:') ? fileURLToPath(file) : file);
  return path.startsWith('..') ? file : path;
}

/** `at pageOf (main.js:3:9)`. */
export function lineText(line: StackLine): string {
  const name = shownName(line.functionName);
  const where = place(line);
  return where === '' ? `at ${name}` : `at ${name} (${where})`;
}

/** `function pageOf(url) (main.js:3), never called`. */
export function markText({ text, file, line, neverCalled }: Mark): string {
  return `${text} (${shortPath(file)}:${String(line)})${neverCalled ? ', never called' : ''}`;
}
