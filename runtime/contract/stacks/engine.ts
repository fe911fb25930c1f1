/* What the engine has for stacks. V8's way of doing it, which others have taken over; where it is missing, nothing is traced. */

import { objectHasOwn, reflectDeleteProperty, reflectSet } from '../builtins.ts';
import { share } from '../share.ts';
import { stacks } from './state.ts';

interface Engine {
  readonly captureStackTrace?: (target: object, above?: unknown) => void;
  stackTraceLimit?: unknown;
  prepareStackTrace?: unknown;
}

const engine = Error as unknown as Engine;
const capture = engine.captureStackTrace;

/** Something whose `stack` says where it was captured. The engine writes that when somebody looks. */
export interface Site {
  stack?: unknown;
}

/** Of all copies of the runtime, whichever of them formats stacks. */
const OwnSite = share(
  Symbol.for('greenlets:v1:own-site'),
  () =>
    class implements Site {
      stack?: unknown;
    },
);

/** Whether a stack is one that the runtime itself looks at. */
export function isOwnSite(holder: object): boolean {
  return holder instanceof OwnSite;
}

/** Whether errors have stacks: not where a program has set `Error.stackTraceLimit` to 0, or to something strange. */
export function tracesStacks(): boolean {
  return capture !== undefined && isLimit(engine.stackTraceLimit);
}

function isLimit(limit: unknown): limit is number {
  return typeof limit === 'number' && limit >= 1;
}

/** How many lines the engine gives an error. */
export function lineLimit(): number {
  return isLimit(engine.stackTraceLimit) ? engine.stackTraceLimit : 0;
}

/**
 * The stack outside of the function `above`, as many lines as that; null where there are no stacks.
 *
 * @param site what gets it
 */
export function captureSite(above: unknown, lines: number, site: Site = new OwnSite()): Site | null {
  const limit = engine.stackTraceLimit;
  if (capture === undefined || !isLimit(limit)) return null;
  reflectSet(Error, 'stackTraceLimit', lines);
  capture(site, above);
  reflectSet(Error, 'stackTraceLimit', limit);
  return site;
}

/** Makes an error whose stack tells nothing yet. */
export function withoutLines<E extends Error>(make: () => E): E {
  const limit = engine.stackTraceLimit;
  if (!isLimit(limit)) return make();
  reflectSet(Error, 'stackTraceLimit', 0);
  try {
    return make();
  } finally {
    reflectSet(Error, 'stackTraceLimit', limit);
  }
}

/**
 * Every other frame outside of the function `above`, beginning with the first, as a stack has it; null if there are not `count`. Where stacks
 * are formatted plainly, it takes half of the time to let the engine write only these.
 */
export function captureEveryOther(above: unknown, count: number): string[] | null {
  const sites = unformatted(() => captureSite(above, 2 * count - 1)?.stack);
  if (!Array.isArray(sites) || sites.length !== 2 * count - 1) return null;
  const lines: string[] = [];
  for (let at = 0; at < sites.length; at += 2) lines.push(`    at ${String(sites[at])}`);
  return lines;
}

/** The stack outside of the function `above` in the engine's own words, which are the same for the same place. */
export function compiledStack(above: unknown, lines: number): string {
  const sites = unformatted(() => captureSite(above, lines)?.stack);
  return Array.isArray(sites) ? sites.join('\n') : '';
}

/** The file that the engine runs where the function `above` was called, whatever a source map makes of it; empty if that is unknown. */
export function fileOutside(above: unknown): string {
  const sites = unformatted(() => captureSite(above, 1)?.stack);
  const [site] = (Array.isArray(sites) ? sites : []) as { getFileName?(): unknown }[];
  const file = site?.getFileName?.();
  return typeof file === 'string' ? file : '';
}

/** The name of the function in which the function `above` was called; empty if it has none, or that is unknown. */
export function nameOutside(above: unknown): string {
  const sites = unformatted(() => captureSite(above, 1)?.stack);
  const [site] = (Array.isArray(sites) ? sites : []) as { getFunctionName?(): unknown }[];
  const name = site?.getFunctionName?.();
  return typeof name === 'string' ? name : '';
}

/** What the engine tells of a frame. */
export interface EngineCallSite {
  getFileName(): unknown;
  getPosition(): number;
  getTypeName(): unknown;
}

/** What `read` reads of a stack, before anybody has formatted it. */
function unformatted(read: () => unknown): unknown {
  return formattedBy((_error, sites) => sites, read);
}

/** What `read` reads of stacks that nobody has formatted yet, while `format` does that. */
export function formattedBy<T>(
  format: (error: unknown, sites: readonly EngineCallSite[]) => unknown,
  read: () => T,
): T {
  const { prepareStackTrace } = engine;
  const hadOne = objectHasOwn(Error, 'prepareStackTrace');
  reflectSet(Error, 'prepareStackTrace', format);
  try {
    return read();
  } finally {
    if (hadOne) reflectSet(Error, 'prepareStackTrace', prepareStackTrace);
    else reflectDeleteProperty(Error, 'prepareStackTrace');
  }
}

/**
 * Whether the engine's own words go unchanged. Source maps, and formatters that look at several frames at once, may name a
 * function after what is written where the frame below it stands.
 */
export function isPlainlyFormatted(): boolean {
  // Then frames cannot be told one by one.
  if (stacks.formatting) return false;
  const prepareStackTrace = behindOurs(engine.prepareStackTrace);
  const { process } = globalThis as { process?: Process };
  if (process?.versions?.node === undefined) return prepareStackTrace === undefined;
  // In a context of its own, as that of a test, there is none, and that of the main one is at work.
  const isNodes = typeof prepareStackTrace === 'function' && prepareStackTrace.name === 'ErrorPrepareStackTrace';
  return isNodes && process.sourceMapsEnabled === false;
}

/** The formatter that was there before one of ours, which goes on working. */
export function behindOurs(formatter: unknown): unknown {
  return typeof formatter === 'function' && stacks.formatters.has(formatter)
    ? stacks.formatters.get(formatter)
    : formatter;
}

interface Process {
  readonly versions?: { readonly node?: string };
  readonly sourceMapsEnabled?: boolean;
}

/** Who formats stacks now; lines that two of them have written cannot be compared. */
export function formatter(): unknown {
  if (stacks.formatting) return stacks;
  const { process } = globalThis as { process?: { sourceMapsEnabled?: boolean } };
  return engine.prepareStackTrace ?? process?.sourceMapsEnabled;
}
