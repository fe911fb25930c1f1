import { objectGetOwnPropertyDescriptor, reflectApply, reflectDefineProperty } from '../builtins.ts';
import type { Frame } from '../frame.ts';
import { isError } from '../is-error.ts';
import { link } from '../link.ts';
import { captureSite, lineLimit, tracesStacks, type Site } from './engine.ts';
import { asAwaiting, asConstructor, framesOf, inCommon, linesOf, positionOf } from './lines/lines.ts';
import { locate, type Point } from './points.ts';
import { segmentOf, type Segment } from './segments.ts';
import { spawnLines } from './lines/spawn-lines.ts';
import { stacks } from './state.ts';

/** More frames than that are counted only. */
const MOST = 100;

/** So many frames of ours may stand between a check of arguments and whoever has called us. */
const OURS = 10;

/** A frame that an error has passed: where it is parked, or what the engine has seen of it, or the text of its line. */
type Passed = Parked | Site | Spawn | string;

interface Parked extends Point {
  /** What it called there is a constructor. */
  readonly constructs: boolean;
  /** It awaited the promise of what was called. */
  readonly awaits: boolean;
}

/** Where the greenlet was started that the error has left. */
interface Spawn {
  readonly spawn: Site;
}

/**
 * The way that an error has taken through frames that were parked. The engine cannot know of them: they were not on the native stack.
 *
 * To note it down costs little, since most errors are caught and forgotten; where the frames are is found out when somebody looks. It holds
 * no frames, which would hold the variables.
 */
export class Trace {
  #passed: Passed[] = [];
  #more = 0;
  #text: string | null = null;
  /** Whether a scheduler ran the greenlet: who called the scheduler says nothing. */
  readonly #scheduled = link.scheduled;
  readonly error: Error;
  /** What the engine has to say: its text, or what yields it. */
  readonly #native: unknown;
  /** Where it would go on if it were thrown again, once somebody has caught it. */
  rest: WeakRef<Frame> | null = null;
  /** Where that is unknown: the next frame is taken on trust. */
  open = true;
  /** A greenlet has ended with it. */
  hasLeft = false;
  /** Which of the engine's lines may be of functions that are parked now: those that have called an async function, and await it. */
  #awaiting: 'none' | 'callers' | 'all' = 'none';
  /** The engine's own lines end with a constructor. */
  #isConstructor = false;
  /** Somebody has caught it in the outermost function of its greenlet. */
  isOutermost = false;
  /** What has ended with it, and is asked for its result. */
  owner: object | null = null;
  /** How many lines of the engine's are shown. */
  most = Infinity;

  constructor(error: Error, native: unknown) {
    this.error = error;
    this.#native = native;
  }

  /** No frame has been passed yet. */
  get isFirst(): boolean {
    return this.#passed.length === 0;
  }

  add(passed: Parked | Site | Spawn): void {
    if (this.isFirst && 'awaits' in passed && passed.awaits) this.#awaiting = this.hasLeft ? 'callers' : 'all';
    if (this.#passed.length < MOST) this.#passed.push(passed);
    else this.#more++;
    this.#text = null;
  }

  /** The error begins anew. */
  forget(): void {
    this.#passed = [];
    this.#more = 0;
    this.#text = null;
    this.#isConstructor = false;
    this.rest = null;
    this.open = true;
    this.hasLeft = false;
    this.#awaiting = 'none';
  }

  /** The whole stack: the engine's own lines, as far as they are of the program, and one for each frame that the error has passed. */
  get stack(): unknown {
    return (this.#text ??= this.#format()) ?? this.#read();
  }

  #read(): unknown {
    const native = this.#native;
    if (typeof native !== 'function') return native;
    const { scheduled } = stacks;
    stacks.scheduled = this.#scheduled;
    try {
      return reflectApply(native as () => unknown, this.error, []);
    } finally {
      stacks.scheduled = scheduled;
    }
  }

  /** Null if the engine's text is to stay as it is: there is nothing to add, or a program has replaced what we need. */
  #format(): string | null {
    try {
      return this.#formatted();
    } catch {
      return null;
    }
  }

  #formatted(): string | null {
    const base = this.#read();
    if (typeof base !== 'string') return null;
    const message = messageOf(this.error);
    const { head, lines } = linesOf(base, message);
    // Somebody has put a text of their own there.
    if (lines.length === 0 && !base.includes(message)) return null;
    const passed = this.#lines();
    const { above, below } = this.#segment(lines);
    const common = inCommon(this.#calledBy(above, below), passed);
    // Who awaits an async function says more than who called it, unless it is the same function.
    const outer = this.#scheduled && passed.length > 0 && common === 0 ? [] : below;
    const own = stacks.redundant.has(this.error) && passed.length > 0 ? [] : above;
    // Something in us has failed.
    if (own.length + passed.length + outer.length === 0) return null;
    const known = own === above ? (stacks.onTheSpot.get(this.error) ?? 0) : 0;
    const left = passed.slice(known);
    const rest = own.length === 0 ? withoutShown(head, left) : left;
    const more = this.#more > 0 ? [`    ... ${String(this.#more)} more`] : [];
    const both = common > 0 && own === above ? [...outer, ...rest.slice(common)] : [...rest, ...outer];
    return [head, ...this.#shortened(own, lines, passed.length > 0), ...both, ...more].join('\n');
  }

  #calledBy(above: readonly string[], below: readonly string[]): readonly string[] {
    if (this.#awaiting === 'none') return [];
    return this.#awaiting === 'all' ? [...above, ...below] : below;
  }

  #segment(lines: readonly string[]): Segment {
    const { above, below } = segmentOf(lines, this.#scheduled);
    const isWhole = above.length < lines.length;
    return { above: this.#isConstructor && isWhole ? lastConstructs(above) : above, below };
  }

  /** Of the engine's `lines`, those of the program; a line more tells if there were others, and some follow. */
  #shortened(own: readonly string[], lines: readonly string[], others: boolean): readonly string[] {
    const isCut = own.length > this.most || (own === lines && lines.length >= lineLimit());
    const shown = own.slice(0, this.most);
    return isCut && others ? [...shown, '    ...'] : shown;
  }

  #lines(): string[] {
    const found = locate(this.#passed.filter(isPoint)).values();
    const lines: string[] = [];
    for (const passed of this.#passed) {
      if (typeof passed === 'string') lines.push(passed);
      else if ('spawn' in passed) lines.push(...spawnLines(passed.spawn));
      else if (!isPoint(passed)) lines.push(...segmentOf(framesOf(passed), true).above);
      else {
        const line = found.next().value;
        if (passed.constructs) this.#constructed(lines);
        if (typeof line === 'string') lines.push(passed.awaits ? asAwaiting(line) : line);
      }
    }
    this.#passed = lines;
    return lines;
  }

  #constructed(lines: string[]): void {
    const last = lines.pop();
    if (last === undefined) this.#isConstructor = true;
    else lines.push(asConstructor(last));
  }
}

function lastConstructs(lines: readonly string[]): readonly string[] {
  const last = lines.at(-1);
  return last === undefined ? lines : [...lines.slice(0, -1), asConstructor(last)];
}

/** A message may end with the frame in which its error is raised. */
function withoutShown(head: string, passed: readonly string[]): readonly string[] {
  const shown = positionOf(head.slice(head.lastIndexOf('\n') + 1));
  const first = positionOf(passed[0] ?? '');
  // The engine may have another word for what has no name.
  const isShown = shown !== undefined && JSON.stringify(shown) === JSON.stringify(first);
  return isShown ? passed.slice(1) : passed;
}

function isPoint(passed: Passed): passed is Parked {
  return typeof passed === 'object' && 'pc' in passed;
}

function messageOf(error: Error): string {
  try {
    const message: unknown = error.message;
    return typeof message === 'string' ? message : '';
  } catch {
    return '';
  }
}

/** What a getter of ours belongs to. */
const TRACE = Symbol.for('greenlets:v1:trace');

/** The trace of an error, which is begun if there is none yet; null if it cannot have one: if it is frozen, or no error at all. */
export function traceOf(error: object): Trace | null {
  try {
    return tracesStacks() && isError(error) ? traceOfError(error) : null;
  } catch {
    // A proxy need not answer.
    return null;
  }
}

function traceOfError(error: Error): Trace | null {
  const descriptor = objectGetOwnPropertyDescriptor(error, 'stack');
  if (descriptor === undefined) return null;
  const { get, value, configurable } = descriptor as { get?: Getter; value?: unknown; configurable: boolean };
  const known = get?.[TRACE];
  if (known?.error === error) return known;
  if (!configurable || (get === undefined && typeof value !== 'string')) return null;
  return begin(error, get ?? value);
}

interface Getter {
  (): unknown;
  [TRACE]?: Trace;
}

function begin(error: Error, native: unknown): Trace | null {
  const trace = new Trace(error, native);
  const get: Getter = () => trace.stack;
  get[TRACE] = trace;
  return reflectDefineProperty(error, 'stack', { configurable: true, enumerable: false, get, set }) ? trace : null;
}

/** As an assignment to the native property. */
function set(this: object, value: unknown): void {
  reflectDefineProperty(this, 'stack', { value, writable: true, configurable: true, enumerable: false });
}

/** The trace of an error that has one. */
export function existing(error: object): Trace | null {
  try {
    const trace = (objectGetOwnPropertyDescriptor(error, 'stack')?.get as Getter | undefined)?.[TRACE];
    return trace?.error === error ? trace : null;
  } catch {
    return null;
  }
}

/**
 * An error that the library makes where somebody has called one of its functions: the stack begins there.
 *
 * @param above what has made the error
 */
export function madeByCall(error: Error, above: unknown): void {
  if (!tracesStacks()) return;
  const limit = lineLimit();
  captureSite(above, limit + OURS, error);
  const trace = traceOf(error);
  if (trace !== null) trace.most = limit;
}
