import { findSourceMap } from 'node:module';
import { Session, type Profiler } from 'node:inspector';
import { fileURLToPath } from 'node:url';
import { outsideOf, type Stretch } from './blocking.ts';

/** A function of the program, and for how long it computed. */
export interface CpuFunction {
  readonly functionName: string;
  readonly file: string;
  readonly line: number;
  readonly column: number;
  /** In ms; what it calls outside of the program counts as its own. */
  readonly ms: number;
}

/** Where a program computes, as samples of the engine tell. Durations are milliseconds. */
export interface CpuProfile {
  /** How long the main thread computed in all; it does not while a call holds it up. */
  readonly total: number;
  /** Of that: what no function of the program has called. The loader compiles, for example. */
  readonly outside: number;
  readonly garbageCollection: number;
  /** The longest first. */
  readonly functions: readonly CpuFunction[];
}

/** Whether a file belongs to the program. */
export type IsOfProgram = (file: string) => boolean;

const IDLE = new Set(['(idle)', '(root)']);
/** Whose time cannot be told apart from that of others: it belongs to nobody. */
const ENGINE = new Set(['(program)', '(root)']);

/**
 * Samples what the main thread does. Returns a function that ends that.
 *
 * @param blocking when calls hold it up, as far as it is known at the end
 */
export function recordCpu(isOfProgram: IsOfProgram, blocking: readonly Stretch[]): () => CpuProfile {
  const session = new Session();
  session.connect();
  session.post('Profiler.enable');
  session.post('Profiler.start');
  return () => {
    // The session is that of this thread: it calls back at once.
    const found: Profiler.Profile[] = [];
    session.post('Profiler.stop', (error, result) => {
      if (error === null) found.push(result.profile);
    });
    session.disconnect();
    return summarize(found[0] ?? EMPTY, isOfProgram, blocking);
  };
}

const EMPTY: Profiler.Profile = { nodes: [], startTime: 0, endTime: 0, samples: [], timeDeltas: [] };

/** Turns samples into times of functions. */
export function summarize(
  { nodes, startTime, samples = [], timeDeltas = [] }: Profiler.Profile,
  isOfProgram: IsOfProgram,
  blocking: readonly Stretch[] = [],
): CpuProfile {
  const owners = new Owners(nodes, isOfProgram);
  const times = new Map<CpuFunction, number>();
  const computing = outsideOf(blocking);
  let time = startTime;
  const sums = { total: 0, outside: 0, garbageCollection: 0 };
  for (const [at, id] of samples.entries()) {
    time += timeDeltas[at] ?? 0;
    const ms = computing(time, time + (timeDeltas[at + 1] ?? 0)) / 1000;
    const name = owners.nameOf(id);
    if (IDLE.has(name)) continue;
    sums.total += ms;
    const owner = owners.of(id);
    if (name === '(garbage collector)') sums.garbageCollection += ms;
    else if (owner === null) sums.outside += ms;
    else times.set(owner, (times.get(owner) ?? 0) + ms);
  }
  return { ...sums, functions: together(times).sort((a, b) => b.ms - a.ms) };
}

/** The compiler makes several functions of some. */
function together(times: ReadonlyMap<CpuFunction, number>): CpuFunction[] {
  const functions = new Map<string, CpuFunction>();
  for (const [fn, ms] of times) {
    const key = `${fn.functionName}\n${fn.file}\n${String(fn.line)}`;
    const known = functions.get(key) ?? fn;
    functions.set(key, { ...known, ms: known.ms + ms });
  }
  return [...functions.values()];
}

/** Which function of the program has called what is sampled. */
class Owners {
  readonly #nodes = new Map<number, Profiler.ProfileNode>();
  readonly #parents = new Map<number, number>();
  readonly #owners = new Map<number, CpuFunction | null>();
  readonly #functions = new Map<string, CpuFunction | null>();
  readonly #isOfProgram: IsOfProgram;

  constructor(nodes: readonly Profiler.ProfileNode[], isOfProgram: IsOfProgram) {
    this.#isOfProgram = isOfProgram;
    for (const node of nodes) {
      this.#nodes.set(node.id, node);
      for (const child of node.children ?? []) this.#parents.set(child, node.id);
    }
  }

  nameOf(id: number): string {
    return this.#nodes.get(id)?.callFrame.functionName ?? '';
  }

  of(id: number): CpuFunction | null {
    const path: number[] = [];
    let owner: CpuFunction | null | undefined = undefined;
    for (let at: number | undefined = id; at !== undefined && owner === undefined; at = this.#parents.get(at)) {
      owner = this.#owners.get(at);
      if (owner !== undefined) break;
      path.push(at);
      const node = this.#nodes.get(at);
      owner = (node === undefined ? null : this.#functionOf(node.callFrame)) ?? undefined;
    }
    for (const at of path) this.#owners.set(at, owner ?? null);
    return owner ?? null;
  }

  #functionOf({ functionName, url, lineNumber, columnNumber }: Profiler.ProfileNode['callFrame']): CpuFunction | null {
    if (url === '' || ENGINE.has(functionName)) return null;
    const key = `${url}:${String(lineNumber)}:${String(columnNumber)}`;
    let known = this.#functions.get(key);
    if (known === undefined) {
      const file = fileOf(url);
      known =
        file !== null && this.#isOfProgram(file)
          ? { functionName, ms: 0, ...sourceOf(file, lineNumber, columnNumber) }
          : null;
      this.#functions.set(key, known);
    }
    return known;
  }
}

/** The file of a script; null for those of Node itself. */
export function fileOf(url: string): string | null {
  if (url.startsWith('file:')) return fileURLToPath(url.replace(/[?#].*$/, ''));
  return url.startsWith('/') || /^[A-Za-z]:\\/.test(url) ? url : null;
}

/** Lines and columns count from 0 in compiled code, and from 1 in the source. */
function sourceOf(file: string, line: number, column: number): Pick<CpuFunction, 'file' | 'line' | 'column'> {
  const entry = findSourceMap(file)?.findEntry(line, column);
  if (entry === undefined || !('originalSource' in entry)) return { file, line: line + 1, column: column + 1 };
  return { file, line: entry.originalLine + 1, column: entry.originalColumn + 1 };
}
