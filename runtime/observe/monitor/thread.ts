import type * as Fs from 'node:fs';
import type * as InspectorModule from 'node:inspector';
import type * as ModuleModule from 'node:module';
import type * as Threads from 'node:worker_threads';

/* What runs in the thread of the monitor. It is handed over as text, so each function here knows only the others and its parameters. */

/** The expression by which a monitor tells its thread who runs. */
export const ASK = `globalThis[Symbol.for('greenlets:v1:monitor')]?.()`;

/** What the thread is given. */
export interface ThreadData {
  /** The number of the slice that runs, whether one does, and whether the monitor has ended. */
  readonly state: Int32Array;
  readonly maxBlockingTime: number;
  /** Whether the thread prints what it finds, while it lasts; otherwise it sends it. */
  readonly prints: boolean;
  /** The expression by which the main thread tells who runs. */
  readonly ask: string;
  /** Where the library itself is: its calls are not shown. */
  readonly ownFolder: string;
}

/** A slice of a greenlet that takes too long. */
export interface Blocked {
  /** The name of the greenlet. */
  readonly name: string;
  /** For how long it had been running when that was noticed, in ms. */
  readonly ms: number;
  /** What it was doing then: its calls, as lines of a stack trace. Empty if it was in a native call, or if this version of Node cannot tell. */
  readonly stack: readonly string[];
}

/** What the main thread tells of the one that runs. */
export interface Answer {
  readonly slice: number;
  readonly name: string;
  /** The calls below those on the native stack: names, and lines. */
  readonly parked: readonly { readonly functionName: string; readonly text: string }[];
}

/** The modules of Node that the thread uses. */
export interface Modules {
  readonly fs: typeof Fs;
  readonly inspector: typeof InspectorModule;
  readonly module: typeof ModuleModule;
  readonly threads: typeof Threads;
}

/** Older versions of Node cannot look at the main thread. */
type Session = Omit<InspectorModule.Session, 'connectToMainThread'> & { connectToMainThread?: () => void };
type Paused = InspectorModule.Debugger.PausedEventDataType;
type CallFrame = InspectorModule.Debugger.CallFrame;
type ScriptUrls = Pick<InspectorModule.Debugger.ScriptParsedEventDataType, 'url' | 'sourceMapURL'>;
type MapReaders = Pick<Modules, 'fs' | 'module'>;

/** Looks again and again whether the same slice is still running. */
export function watch(data: ThreadData, modules: Modules): void {
  const interval = Math.max(data.maxBlockingTime / 4, 2);
  let slice = -1;
  let since = 0;
  let last = performance.now();
  const timer = setInterval(() => {
    if (Atomics.load(data.state, 2) !== 0) return clearInterval(timer);
    const now = performance.now();
    // The whole process was held up, not the greenlet.
    const wasHeldUp = now - last > data.maxBlockingTime;
    last = now;
    const current = Atomics.load(data.state, 0);
    if (current !== slice || Atomics.load(data.state, 1) === 0 || wasHeldUp) {
      slice = current;
      since = now;
    } else if (now - since >= data.maxBlockingTime && since > 0) {
      const ms = Math.round(now - since);
      since = -1;
      void examine(data, modules, slice).then((found) => tell(data, modules, found, ms));
    }
  }, interval);
}

function tell(data: ThreadData, { fs, threads }: Modules, found: Omit<Blocked, 'ms'> | null, ms: number): void {
  if (found === null) return;
  if (!data.prints) {
    threads.parentPort?.postMessage({ ...found, ms });
    return;
  }
  const lines = folded(found.stack)
    .map((line) => `\n    ${line}`)
    .join('');
  fs.writeSync(2, `${found.name} has been running for ${String(ms)} ms without a pause:${lines}\n`);
}

/** A recursion as the lines of one round, and how many more there are; also one of a few functions that call each other. */
export function folded(stack: readonly string[]): string[] {
  const lines: string[] = [];
  for (let at = 0; at < stack.length;) {
    let round = 1;
    let more = 0;
    for (let length = 1; length <= 4 && more < 2; length++) {
      const isRepeated = (line: string, offset: number): boolean => line === stack[at + (offset % length)];
      const different = stack.slice(at).findIndex((line, offset) => !isRepeated(line, offset));
      const same = different === -1 ? stack.length - at : different;
      round = length;
      more = Math.floor(same / length) - 1;
    }
    if (more < 2) lines.push(stack[at++] as string);
    else {
      lines.push(...stack.slice(at, at + round), `  (${String(more)} more${round > 1 ? ' of each' : ''})`);
      at += round * (more + 1);
    }
  }
  return lines;
}

/** Stops the main thread for a moment to see what it is doing. Null if it is doing something else by then. */
function examine(data: ThreadData, modules: Modules, slice: number): Promise<Omit<Blocked, 'ms'> | null> {
  const session = new modules.inspector.Session() as Session;
  const scripts = new Map<string, ScriptUrls>();
  return new Promise((resolve) => {
    // All the scripts of the process are told, and maps that stand in them are as large as they: those are read again for the calls alone.
    session.on('Debugger.scriptParsed', ({ params: { scriptId, url, sourceMapURL = '' } }) => {
      scripts.set(scriptId, { url, sourceMapURL: sourceMapURL.startsWith('data:') ? 'data:' : sourceMapURL });
    });
    // What is in a native call cannot be stopped before it returns.
    session.on('Debugger.paused', ({ params }) => {
      ask(session, params, data, (answer) => {
        readMaps(session, params, scripts, () => {
          session.post('Debugger.resume', () => session.post('Debugger.disable', () => session.disconnect()));
          resolve(answer?.slice === slice ? describe(params, answer, scripts, data, modules) : null);
        });
      });
    });
    if (session.connectToMainThread === undefined) return resolve(null);
    session.connectToMainThread();
    // Both at once: what waits for an answer comes when the function that has called a native one is long over.
    session.post('Debugger.enable');
    session.post('Debugger.pause');
  });
}

function ask(session: Session, { callFrames }: Paused, data: ThreadData, then: (answer: Answer | null) => void): void {
  const callFrameId = callFrames[0]?.callFrameId ?? '';
  session.post(
    'Debugger.evaluateOnCallFrame',
    { callFrameId, expression: data.ask, returnByValue: true, silent: true },
    (error, reply) => then(error === null ? ((reply.result.value ?? null) as Answer | null) : null),
  );
}

/** Completes the scripts of the calls whose maps stand in themselves. */
function readMaps(session: Session, { callFrames }: Paused, scripts: Map<string, ScriptUrls>, then: () => void): void {
  const calls = new Set(callFrames.map(({ location }) => location.scriptId));
  const wanted = [...calls].filter((scriptId) => scripts.get(scriptId)?.sourceMapURL === 'data:');
  let left = wanted.length;
  if (left === 0) return then();
  for (const scriptId of wanted) {
    session.post('Debugger.getScriptSource', { scriptId }, (error, reply) => {
      const source = error === null ? reply.scriptSource : '';
      const [, sourceMapURL = ''] = /^.*sourceMappingURL=(\S+)/s.exec(source) ?? [];
      scripts.set(scriptId, { url: scripts.get(scriptId)?.url ?? '', sourceMapURL });
      if (--left === 0) then();
    });
  }
}

function describe(
  { callFrames }: Paused,
  { name, parked }: Answer,
  scripts: ReadonlyMap<string, ScriptUrls>,
  { ownFolder }: ThreadData,
  modules: Modules,
): Omit<Blocked, 'ms'> {
  const maps = new Map<string, ModuleModule.SourceMap | null>();
  const own = callFrames.filter(({ location }) => {
    const url = scripts.get(location.scriptId)?.url ?? '';
    return (
      url !== '' && !url.startsWith('node:') && !url.startsWith(ownFolder) && !url.startsWith(`file://${ownFolder}`)
    );
  });
  const outermost = own.at(-1)?.functionName;
  const at = parked.findIndex(({ functionName }) => functionName === outermost);
  const below = at === -1 ? parked : parked.slice(at + 1);
  const lines = own.map((frame) => lineOf(frame, scripts, maps, modules));
  return { name, stack: [...lines, ...below.map(({ text }) => text)] };
}

/** As a line of a stack trace, in the source if there is a map. */
function lineOf(
  { functionName, location }: CallFrame,
  scripts: ReadonlyMap<string, ScriptUrls>,
  maps: Map<string, ModuleModule.SourceMap | null>,
  modules: Modules,
): string {
  const { scriptId, lineNumber, columnNumber = 0 } = location;
  const script = scripts.get(scriptId);
  if (!maps.has(scriptId)) maps.set(scriptId, script === undefined ? null : mapOf(script, modules));
  const entry = maps.get(scriptId)?.findEntry(lineNumber, columnNumber);
  const isMapped = entry !== undefined && 'originalSource' in entry;
  const [url, line, column] = isMapped
    ? [entry.originalSource, entry.originalLine, entry.originalColumn]
    : [script?.url ?? '', lineNumber, columnNumber];
  const file = /^\w+:|^\//.test(url) ? url : (script?.url ?? '').replace(/[^/]*$/, url);
  return `at ${shown(functionName)} (${file.replace(/^file:\/\//, '')}:${String(line + 1)}:${String(column + 1)})`;
}

/** `shownName`, written again: the thread has only functions of this file, since a bundler names those of others as it likes. */
export function shown(name: string): string {
  if (name === '') return '(anonymous)';
  return name.replace(/[\p{Cc}\p{Zl}\p{Zp}]/gu, (character) => {
    return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
  });
}

/** The map that stands in the script itself, or in the file that it names. Null if there is none. */
export function mapOf({ url, sourceMapURL = '' }: ScriptUrls, modules: MapReaders): ModuleModule.SourceMap | null {
  if (sourceMapURL === '') return null;
  const [, data] = /^data:application\/json[^,]*;base64,(.*)$/s.exec(sourceMapURL) ?? [];
  try {
    const text = data === undefined ? mapFile(url, sourceMapURL, modules) : Buffer.from(data, 'base64').toString();
    return new modules.module.SourceMap(JSON.parse(text) as ModuleModule.SourceMapPayload);
  } catch {
    return null;
  }
}

/** Throws an error if there is no such file. */
function mapFile(url: string, sourceMapURL: string, { fs }: MapReaders): string {
  return fs.readFileSync(new URL(sourceMapURL, url.startsWith('/') ? `file://${url}` : url), 'utf8');
}

/** The program of the thread. */
export function threadSource(): string {
  // A bundler may have given them other names, here and where they call each other.
  const functions = [watch, tell, folded, examine, ask, readMaps, describe, lineOf, shown, mapOf, mapFile];
  const modules = `{ ${['fs', 'inspector', 'module'].map((name) => `${name}: require('node:${name}')`).join(', ')}, threads }`;
  return [
    `const threads = require('node:worker_threads');`,
    ...functions.map(String),
    `${watch.name}(threads.workerData, ${modules});`,
  ].join('\n');
}
