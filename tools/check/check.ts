import type { ts } from 'ts-morph';
import type { OwnMark } from '../../plugin/explain/facts.ts';
import type { Finding } from './finding.ts';
import { buildGraph } from './graph/build.ts';
import type { Fn, Graph } from './graph/model.ts';
import { findWaiting, type Waiting } from './graph/waiting.ts';
import type { Host } from './host.ts';
import { findBorders } from './rules/borders.ts';
import { findInFile } from './rules/file-rules.ts';
import { findForgotten, wouldThrow } from './rules/forgotten.ts';
import { findPromises } from './rules/promises.ts';

/** What is found in a program. */
export interface Result {
  readonly findings: readonly Finding[];
  /** The functions that may block. */
  readonly blocking: readonly BlockingFunction[];
}

export interface BlockingFunction {
  readonly filename: string;
  readonly marked: boolean;
}

/** Looks at a whole program. */
export function check(host: Host): Result {
  const graph = buildGraph(host);
  const waiting = findWaiting(graph);
  const findings = [
    ...findInFiles(graph, waiting, host),
    ...findForgotten(graph, waiting, host),
    ...findBorders(graph, waiting),
    ...findPromises(graph, waiting, host),
  ];
  return { findings: sorted(findings), blocking: blockingFunctions(graph, waiting) };
}

function findInFiles({ functions }: Graph, waiting: Waiting, host: Host): Finding[] {
  const busy = new Map<ts.SourceFile, Fn[]>();
  for (const fn of functions) {
    if (!fn.marked || waiting.toAny(fn) === null) continue;
    const inFile = busy.get(fn.file);
    if (inFile === undefined) busy.set(fn.file, [fn]);
    else inFile.push(fn);
  }
  return host.files.flatMap((file) => {
    const mayBeIdle = ({ start, end }: OwnMark): boolean =>
      !(busy.get(file) ?? []).some(({ node }) => node.end > start && node.end <= end);
    return findInFile(file.fileName, file.text, host.facts(file), mayBeIdle, () => host.verdict(file));
  });
}

function blockingFunctions({ functions }: Graph, waiting: Waiting): BlockingFunction[] {
  const blocks = (fn: Fn): boolean => (fn.marked ? waiting.toAny(fn) : wouldThrow(fn, waiting)) !== null;
  const found = functions.filter((fn) => fn.kind === 'function' && !fn.optedOut && blocks(fn));
  return found.map(({ file, marked }) => ({ filename: file.fileName, marked }));
}

/** By file and place, each once. */
function sorted(findings: readonly Finding[]): Finding[] {
  const byPlace = [...findings].sort(
    (a, b) => compare(a.filename, b.filename) || a.start - b.start || compare(a.code, b.code),
  );
  const seen = new Set<string>();
  return byPlace.filter(({ filename, start, code, message }) => {
    const key = `${filename}:${start}:${code}:${message}`;
    return !seen.has(key) && seen.add(key);
  });
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
