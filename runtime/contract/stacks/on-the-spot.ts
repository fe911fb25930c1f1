import { reflectApply, reflectGet, reflectSet } from '../builtins.ts';
import { call } from '../enter.ts';
import type { Frame } from '../frame.ts';
import { link } from '../link.ts';
import { captureSite, isOwnSite } from './engine.ts';
import { LineSite, type CallSite } from './lines/line-site.ts';
import { isNative, locateFrames } from './native-frames.ts';
import { segmentOf, visibleLines } from './segments.ts';
import { spawnLines } from './lines/spawn-lines.ts';
import { stacks, type AwaitedAt } from './state.ts';

/* Errors that are only made, or printed by `console.trace`: nobody re-enters the frames below them, which are parked. So each resumption leaves a
   mark on the native stack, by which the formatter of stacks finds the frames that it belongs to. */

/** More frames than that are not shown. */
const MOST = 100;
/** So many resumptions pass before a mark is used again. That one is read later, and names a resumption that still runs, hardly happens. */
const MARKS = 2 ** 16;
const PREFIX = 'greenlets resumption ';

/** Whose name the engine shows, and tells, for the function that is called on it. */
interface Mark {
  readonly slot: number;
  readonly resumed: (frame: Frame) => unknown;
}

const marks: Mark[] = [];
/** The frames that are parked below running resumptions; undefined below others. */
const parked: (Frame | null | undefined)[] = [];
let next = 0;

function resumeMarked(frame: Frame): unknown {
  const slot = next;
  next = (slot + 1) % MARKS;
  const mark = (marks[slot] ??= createMark(slot));
  parked[slot] = frame.caller;
  return mark.resumed(frame);
}

function createMark(slot: number): Mark {
  return { slot, resumed, [Symbol.toStringTag]: PREFIX + String(slot) } as Mark;
}

function resumed(this: Mark, frame: Frame): unknown {
  try {
    return call(frame.fn, frame.self);
  } finally {
    parked[this.slot] = undefined;
  }
}

type Prepare = (error: object, sites: readonly CallSite[]) => unknown;

/**
 * From now on, stacks show the parked frames of the running greenlet also where an error was only made. Whatever formats stacks goes on doing that,
 * for each part of the stack.
 */
export function showOnTheSpot(): void {
  const before = reflectGet(Error, 'prepareStackTrace') as Prepare | undefined;
  if (before !== undefined && stacks.formatters.has(before)) return;
  const main = errorOfMainContext();
  const prepare: Prepare = (error, sites) => prepareStack(error, sites, before ?? formatterIn(main) ?? plainly);
  stacks.formatters.set(prepare, before);
  reflectSet(Error, 'prepareStackTrace', prepare);
  stacks.resume = resumeMarked;
  stacks.noteAwait = noteAwait;
}

function noteAwait(asked: unknown): AwaitedAt {
  return { site: captureSite(asked, 1), whileFormatting: captureSite(asked, 1) };
}

/**
 * `Error` of Node's main context, whose formatter also formats the stacks of other contexts that have none, as those of Jest's tests. Functions of the main
 * context know the way there.
 */
function errorOfMainContext(): unknown {
  const { process } = globalThis as unknown as { process?: { nextTick?: { constructor: typeof Function } } };
  try {
    return process?.nextTick?.constructor('return Error')();
  } catch {
    // Where texts must not become code.
    return undefined;
  }
}

/** Asked each time: Jest sets one after its `setupFiles`. */
function formatterIn(error: unknown): Prepare | undefined {
  const found =
    typeof error === 'function' ? (reflectGet(error, 'prepareStackTrace') as Prepare | undefined) : undefined;
  // Ours, where this is the main context.
  return found !== undefined && stacks.formatters.has(found) ? undefined : found;
}

function plainly(error: object, sites: readonly CallSite[]): string {
  return [headOf(error), ...sites.map((site) => `    at ${site.toString()}`)].join('\n');
}

function headOf(error: object): string {
  try {
    return reflectApply(Error.prototype.toString, error, []);
  } catch {
    return 'Error';
  }
}

function prepareStack(error: object, sites: readonly CallSite[], write: Prepare): unknown {
  const native = sites.filter((site) => slotOf(site) === null);
  // What the runtime looks at itself, it has to see as it is.
  const shown = isOwnSite(error) ? native : sitesShown(error, sites, native);
  return shown === native ? write(error, native) : writeEach(error, shown, write);
}

/** The stack as it is for the program: without the frames of the runtime, and with those that are parked. `native` if that is the same. */
function sitesShown(error: object, sites: readonly CallSite[], native: readonly CallSite[]): readonly CallSite[] {
  const { formatting } = stacks;
  stacks.formatting = true;
  try {
    const shown = withParked(error, native, cutsIn(sites));
    const isSame = shown.length === native.length && shown.every((site, index) => site === native[index]);
    return isSame || shown.length === 0 ? native : shown;
  } catch {
    // Such as for want of room on the stack.
    return native;
  } finally {
    stacks.formatting = formatting;
  }
}

/**
 * Lets every line be written alone, where the text has one for each frame. Where a formatter follows a source map, it may name a function after
 * what is called in the next frame, from which that function need not have been called: frames of the runtime were between them.
 */
function writeEach(error: object, sites: readonly CallSite[], write: Prepare): unknown {
  const lines: string[] = [];
  let head = '';
  for (const site of sites) {
    const text = write(error, [site]);
    const written = typeof text === 'string' ? /^([^]*)\n( {4}at (?:.*|[^]*:\d+:\d+\)?))$/.exec(text) : null;
    const [, before = '', line = ''] = written ?? [];
    if (written === null || (lines.length > 0 && before !== head)) return write(error, sites);
    head = before;
    lines.push(line);
  }
  return [head, ...lines].join('\n');
}

/** Where a resumption begins in a native stack, in frames that are no marks, and the frames that are parked below it. */
interface Cut {
  readonly at: number;
  readonly frame: Frame | null | undefined;
}

function cutsIn(sites: readonly CallSite[]): Cut[] {
  const cuts: Cut[] = [];
  sites.forEach((site, index) => {
    const slot = slotOf(site);
    if (slot !== null) cuts.push({ at: index - cuts.length, frame: parked[slot] });
  });
  return cuts;
}

function slotOf(site: CallSite): number | null {
  const name = site.getTypeName();
  return name?.startsWith(PREFIX) === true ? Number(name.slice(PREFIX.length)) : null;
}

function withParked(error: object, native: readonly CallSite[], cuts: readonly Cut[]): CallSite[] {
  const shown: CallSite[] = [];
  let from = 0;
  let added = 0;
  for (const { at, frame } of cuts) {
    shown.push(...visibleSites(native.slice(from, at), visibleLines));
    from = at;
    const parkedHere = parkedLines(frame).map((line) => new LineSite(line));
    added += parkedHere.length;
    shown.push(...parkedHere);
  }
  shown.push(...visibleSites(native.slice(from), lastLines));
  if (added === 0) return shown;
  stacks.onTheSpot.set(error, added);
  const spawned = link.scheduled && link.current !== null ? spawnLines(stacks.spawnSite?.(link.current)) : [];
  return [...shown, ...spawned.map((line) => new LineSite(line))];
}

function lastLines(lines: readonly string[]): readonly string[] {
  const { above, below } = segmentOf(lines, stacks.scheduled ?? link.scheduled);
  return [...above, ...below];
}

/** Those of whose lines `choose` leaves some, in their order. */
function visibleSites(sites: readonly CallSite[], choose: (lines: readonly string[]) => readonly string[]): CallSite[] {
  const lines = sites.map((site) => `    at ${site.toString()}`);
  const chosen = choose(lines);
  let at = 0;
  return sites.filter((_, index) => lines[index] === chosen[at] && at++ < chosen.length);
}

function parkedLines(innermost: Frame | null | undefined): string[] {
  const frames: Frame[] = [];
  for (let frame = innermost ?? null; frame !== null && frames.length < MOST; frame = frame.caller) {
    if (frame.pc > 0 || isNative(frame)) frames.push(frame);
  }
  return locateFrames(frames).filter((line) => line !== null);
}
