import { behindOurs } from '../../contract/stacks/engine.ts';

type AnyFunction = (...args: never[]) => unknown;

/** A frame, as V8 gives it to formatters of stacks. */
interface CallSite {
  getFunctionName(): string | null;
  getFileName(): string | null | undefined;
  toString(): string;
}

/** A frame of the native stack: its function, as the engine knows it, and how a stack trace shows it. */
export interface StackFrame {
  readonly name: string | null;
  readonly file: string | null;
  /** "name (file:line:column)"; the place is mapped to the source where stack traces are. */
  readonly text: string;
}

/** Ten frames, the usual limit, rarely reach far enough. */
const DEEP_ENOUGH = 200;

/** A program may have replaced a method of strings by one that would block: the error about that reads no stack again. */
let isReading = false;

/**
 * The frames outside `above`, innermost first. Empty in engines whose stacks cannot be read.
 *
 * Names come from the engine and places from the text of the stack, in which source maps may have renamed frames after
 * the function that they call. Formatters show one line a frame; where one does not, the places are unmapped.
 */
export function captureDeepStack(above: AnyFunction): StackFrame[] {
  if (isReading) return [];
  isReading = true;
  try {
    return readFrames(above);
  } finally {
    isReading = false;
  }
}

function readFrames(above: AnyFunction): StackFrame[] {
  const { prepareStackTrace } = Error;
  const sites = withStackSettings(rawSites, () => read(above));
  const text = withStackSettings(behindOurs(prepareStackTrace) as typeof prepareStackTrace, () => read(above));
  if (!Array.isArray(sites)) return [];
  const lines = typeof text === 'string' ? text.split('\n').filter((line) => /^\s*at /.test(line)) : [];
  return (sites as CallSite[]).map((site, index) => {
    const unmapped = site.toString();
    return {
      name: site.getFunctionName(),
      file: site.getFileName() ?? null,
      text: describe(unmapped, (lines.length === sites.length ? lines[index] : undefined) ?? unmapped),
    };
  });
}

/** The names of the functions on the stack outside `above`, innermost first; empty where the stack cannot be read. */
export function callers(above: AnyFunction): (string | null)[] {
  const sites = withStackSettings(rawSites, () => read(above));
  return Array.isArray(sites) ? (sites as CallSite[]).map((site) => site.getFunctionName()) : [];
}

function rawSites(_error: Error, sites: unknown): unknown {
  return sites;
}

function read(above: AnyFunction): unknown {
  const holder: { stack?: unknown } = {};
  captureStack(holder, above);
  return holder.stack;
}

/** `Error.captureStackTrace` where there is one. */
export function captureStack(holder: object, above: AnyFunction): void {
  if ('captureStackTrace' in Error) Error.captureStackTrace(holder, above);
}

/** Runs `fn` with other settings for stacks, if they can be changed; they are put back before anybody else runs. */
function withStackSettings(format: typeof Error.prepareStackTrace, fn: () => unknown): unknown {
  const settings = { stackTraceLimit: DEEP_ENOUGH, prepareStackTrace: format };
  const saved = Object.keys(settings).map((key) => [key, Object.getOwnPropertyDescriptor(Error, key)] as const);
  for (const [key, value] of Object.entries(settings)) {
    Reflect.defineProperty(Error, key, { value, writable: true, configurable: true });
  }
  try {
    return fn();
  } finally {
    for (const [key, descriptor] of saved) {
      if (descriptor === undefined) Reflect.deleteProperty(Error, key);
      else Reflect.defineProperty(Error, key, descriptor);
    }
  }
}

function describe(named: string, placed: string): string {
  const [name] = split(named);
  const [, place] = split(placed.trim().replace(/^at (async )?/, ''));
  return `${name} (${place})`;
}

/** "name (place)" or, for a function without a name, "place". */
function split(frame: string): [name: string, place: string] {
  const at = frame.indexOf(' (');
  return at === -1 ? ['an anonymous function', frame] : [frame.slice(0, at), frame.slice(at + 2, -1)];
}
