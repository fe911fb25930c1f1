import { readFileSync } from 'node:fs';
import type { Profile, StackLine } from '../../../runtime/observe/index.ts';
import { readFacts } from '../../check/facts/read-facts.ts';
import type { CompileOptions } from '../../compile/options.ts';
import { lineStarts, type Beginning, type Calls } from './calls.ts';

/** A function, a class or a file that is marked. */
export interface Mark {
  /** How it begins: `function pageOf(url)`. */
  readonly text: string;
  readonly file: string;
  readonly line: number;
  /** Whether no function in it was called at all. */
  readonly neverCalled: boolean;
}

/** Where marks are of use. */
export interface MarkReport {
  /** Those in which nothing has waited. */
  readonly idle: readonly Mark[];
  /** The functions that have waited, which need a mark. */
  readonly waiting: readonly StackLine[];
}

/**
 * Which of the files of the program that were loaded have marks of no use, and which functions need one.
 *
 * @param calls of each file that was loaded
 */
export function reportMarks(profile: Profile, options: CompileOptions, calls: ReadonlyMap<string, Calls>): MarkReport {
  const lines = profile.waits.flatMap(({ stack }) => stack);
  const byFile = groupByFile(lines);
  const files = [...calls].sort(([a], [b]) => (a < b ? -1 : 1));
  const idle = files.flatMap(([file, called]) => idleMarks(file, called, byFile.get(file) ?? [], options));
  return { idle, waiting: distinctFunctions(lines) };
}

function groupByFile(lines: readonly StackLine[]): Map<string | null, StackLine[]> {
  const groups = new Map<string | null, StackLine[]>();
  for (const line of lines) {
    const group = groups.get(line.file);
    if (group === undefined) groups.set(line.file, [line]);
    else group.push(line);
  }
  return groups;
}

function idleMarks(file: string, calls: Calls, lines: readonly StackLine[], { plugin }: CompileOptions): Mark[] {
  const source = read(file);
  if (source === null) return [];
  const { own } = readFacts(file, source, plugin);
  const starts = lineStarts(source);
  const offsetOf = ({ line, column }: Beginning): number => (starts[line] ?? 0) + column;
  const waited = lines.map(({ line, column }) => offsetOf({ line: (line ?? 1) - 1, column: (column ?? 1) - 1 }));
  const called = calls.called.map(offsetOf);
  const uncalled = calls.uncalled.map(offsetOf);
  // What the compiler has made around a function begins elsewhere; of a class, any method counts.
  const isUncalled = (start: number, end: number): boolean =>
    uncalled.includes(start) || (isAnyIn(uncalled, start, end) && !isAnyIn(called, start, end));
  return own
    .filter(({ kind, start, end }) => kind === 'explicit' && !isAnyIn(waited, start, end))
    .map(({ key, start, end }) => ({
      text: key === 'program' ? 'the whole file' : headOf(source.slice(start)),
      file,
      line: starts.findLastIndex((at) => at <= start) + 1,
      neverCalled: key !== 'program' && isUncalled(start, end),
    }));
}

function isAnyIn(offsets: readonly number[], start: number, end: number): boolean {
  return offsets.some((at) => at >= start && at < end);
}

function read(file: string): string | null {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return null;
  }
}

const LONGEST_HEAD = 60;

/** `function pageOf(url) {...` -> `function pageOf(url)` */
function headOf(source: string): string {
  const [line = ''] = source.split('\n');
  const head = line.replace(/\s*(?:=>)?\s*\{.*$/, '');
  return head.length > LONGEST_HEAD ? `${head.slice(0, LONGEST_HEAD)}...` : head;
}

/** Each function once, at the first place where it waited. */
function distinctFunctions(lines: readonly StackLine[]): StackLine[] {
  const found = new Map<string, StackLine>();
  for (const line of lines) {
    const key = `${line.functionName}\n${line.file ?? ''}`;
    if (!found.has(key)) found.set(key, line);
  }
  return [...found.values()];
}
