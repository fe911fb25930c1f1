import { readFileSync } from 'node:fs';
import { Session } from 'node:inspector';
import type { Profile, StackLine } from '../../../runtime/observe/index.ts';
import { readFacts } from '../../check/facts/read-facts.ts';
import type { CompileOptions } from '../../compile/options.ts';
import { fileOf, type IsOfProgram } from './cpu.ts';

/** A function, a class or a file that is marked. */
export interface Mark {
  /** How it begins: `function pageOf(url)`. */
  readonly text: string;
  readonly file: string;
  readonly line: number;
}

/** Where marks are of use. */
export interface MarkReport {
  /** Those in which nothing has waited. */
  readonly idle: readonly Mark[];
  /** The functions that have waited, which need a mark. */
  readonly waiting: readonly StackLine[];
}

/** Which of the files of the program that were loaded have marks of no use, and which functions need one. */
export function reportMarks(profile: Profile, options: CompileOptions, isOfProgram: IsOfProgram): MarkReport {
  const lines = profile.waits.flatMap(({ stack }) => stack);
  const byFile = groupByFile(lines);
  const idle = loadedFiles(isOfProgram).flatMap((file) => idleMarks(file, byFile.get(file) ?? [], options));
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

/** The engine tells whoever begins to listen of all scripts that there are. */
function loadedFiles(isOfProgram: IsOfProgram): string[] {
  const files = new Set<string>();
  const session = new Session();
  session.connect();
  session.on('Debugger.scriptParsed', ({ params }) => {
    const file = fileOf(params.url);
    if (file !== null && isOfProgram(file)) files.add(file);
  });
  session.post('Debugger.enable');
  session.disconnect();
  return [...files].sort();
}

function idleMarks(file: string, lines: readonly StackLine[], { plugin }: CompileOptions): Mark[] {
  const source = read(file);
  if (source === null) return [];
  const { own } = readFacts(file, source, plugin);
  const starts = lineStarts(source);
  const waited = lines.map(({ line, column }) => (starts[(line ?? 1) - 1] ?? 0) + (column ?? 1) - 1);
  return own
    .filter(({ kind, start, end }) => kind === 'explicit' && !waited.some((at) => at >= start && at < end))
    .map(({ key, start }) => ({
      text: key === 'program' ? 'the whole file' : headOf(source.slice(start)),
      file,
      line: starts.findLastIndex((at) => at <= start) + 1,
    }));
}

function read(file: string): string | null {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return null;
  }
}

function lineStarts(source: string): number[] {
  const starts = [0];
  for (const { index } of source.matchAll(/\n/g)) starts.push(index + 1);
  return starts;
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
