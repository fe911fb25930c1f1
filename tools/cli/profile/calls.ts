import { findSourceMap } from 'node:module';
import { Session, type Profiler } from 'node:inspector';
import { fileOf, type IsOfProgram } from './cpu.ts';

/** Where a function begins in its source; both count from 0. */
export interface Beginning {
  readonly line: number;
  readonly column: number;
}

/** Which functions of a file were called, as far as it is known of them where they stand in the source. */
export interface Calls {
  readonly called: readonly Beginning[];
  readonly uncalled: readonly Beginning[];
}

/** Notes which functions are called. Returns a function that ends that, and tells of each file of the program that was loaded. */
export function recordCalls(isOfProgram: IsOfProgram): () => Map<string, Calls> {
  const session = new Session();
  session.connect();
  session.post('Profiler.enable');
  // Whether, and not how often: this costs the engine next to nothing.
  session.post('Profiler.startPreciseCoverage', { callCount: false, detailed: false });
  return () => {
    session.post('Debugger.enable');
    const scripts: Profiler.ScriptCoverage[] = [];
    // The session is that of this thread: it calls back at once.
    session.post('Profiler.takePreciseCoverage', (error, answer) => {
      if (error === null) scripts.push(...answer.result);
    });
    const calls = new Map<string, Calls>();
    for (const { url, scriptId, functions } of scripts) {
      const file = fileOf(url);
      if (file !== null && isOfProgram(file)) calls.set(file, callsIn(file, sourceOf(session, scriptId), functions));
    }
    session.disconnect();
    return calls;
  };
}

/** What the engine has compiled. */
function sourceOf(session: Session, scriptId: string): string {
  let source = '';
  session.post('Debugger.getScriptSource', { scriptId }, (error, { scriptSource }) => {
    if (error === null) source = scriptSource;
  });
  return source;
}

function callsIn(file: string, code: string, functions: readonly Profiler.FunctionCoverage[]): Calls {
  const starts = lineStarts(code);
  // The compiler makes several functions of some, the innermost of which is the function itself. It comes last.
  const found = new Map<string, Beginning & { readonly isCalled: boolean }>();
  for (const { ranges } of functions) {
    const [range] = ranges;
    // The first is the whole script.
    if (range === undefined || range.startOffset === 0) continue;
    const beginning = beginningOf(file, code, starts, range.startOffset);
    if (beginning === null) continue;
    found.set(`${String(beginning.line)}:${String(beginning.column)}`, { ...beginning, isCalled: range.count > 0 });
  }
  const all = [...found.values()];
  return { called: all.filter(({ isCalled }) => isCalled), uncalled: all.filter(({ isCalled }) => !isCalled) };
}

/** What may stand between the beginning of a method and its parameters, with which a function of the engine begins. */
const NAME = /^[\w$#*\s]*$/;

/** Null where the source map says nothing of this function: what it says of the place before may be about another one. */
function beginningOf(file: string, code: string, starts: readonly number[], offset: number): Beginning | null {
  const line = starts.findLastIndex((start) => start <= offset);
  const start = starts[line] ?? 0;
  const map = findSourceMap(file);
  if (map === undefined) return { line, column: offset - start };
  const entry = map.findEntry(line, offset - start);
  if (!('originalSource' in entry) || entry.generatedLine !== line) return null;
  if (!NAME.test(code.slice(start + entry.generatedColumn, offset))) return null;
  return { line: entry.originalLine, column: entry.originalColumn };
}

/** The offset at which each line begins. */
export function lineStarts(source: string): number[] {
  const starts = [0];
  for (const { index } of source.matchAll(/\n/g)) starts.push(index + 1);
  return starts;
}
