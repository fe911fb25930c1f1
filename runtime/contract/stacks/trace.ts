import type { Frame } from '../frame.ts';
import { isError } from '../is-error.ts';
import { link } from '../link.ts';
import { captureSite, lineLimit, tracesStacks, type Site } from './engine.ts';
import { framesOf, linesOf } from './lines.ts';
import { locate, type Point } from './points.ts';
import { segmentOf } from './segments.ts';
import { spawnLines } from './spawn-lines.ts';
import { stacks } from './state.ts';

/** More frames than that are counted only. */
const MOST = 100;

/** A frame that an error has passed: where it is parked, or what the engine has seen of it, or the text of its line. */
type Passed = Point | Site | Spawn | string;

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
  /** Somebody has caught it in the outermost function of its greenlet. */
  isOutermost = false;
  /** What has ended with it, and is asked for its result. */
  owner: object | null = null;

  constructor(error: Error, native: unknown) {
    this.error = error;
    this.#native = native;
  }

  add(passed: Point | Site | Spawn): void {
    if (this.#passed.length < MOST) this.#passed.push(passed);
    else this.#more++;
    this.#text = null;
  }

  /** The error begins anew. */
  forget(): void {
    this.#passed = [];
    this.#more = 0;
    this.#text = null;
    this.rest = null;
    this.open = true;
  }

  /** The whole stack: the engine's own lines, as far as they are of the program, and one for each frame that the error has passed. */
  get stack(): unknown {
    return (this.#text ??= this.#format()) ?? this.#read();
  }

  #read(): unknown {
    const native = this.#native;
    return typeof native === 'function' ? Reflect.apply(native as () => unknown, this.error, []) : native;
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
    const { above, below } = segmentOf(lines, this.#scheduled);
    // Who awaits an async function says more than who called it.
    const outer = this.#scheduled && passed.length > 0 ? [] : below;
    const own = stacks.redundant.has(this.error) && passed.length > 0 ? [] : above;
    const known = own === above ? (stacks.onTheSpot.get(this.error) ?? 0) : 0;
    const isCut = own === lines && lines.length >= lineLimit() && passed.length > 0;
    const more = this.#more > 0 ? [`    ... ${String(this.#more)} more`] : [];
    const left = passed.slice(known);
    const rest = own.length === 0 ? withoutShown(head, left) : left;
    return [head, ...own, ...(isCut ? ['    ...'] : []), ...rest, ...outer, ...more].join('\n');
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
        if (typeof line === 'string') lines.push(line);
      }
    }
    this.#passed = lines;
    return lines;
  }
}

/** A message may end with the frame in which its error is raised. */
function withoutShown(head: string, passed: readonly string[]): readonly string[] {
  const [first] = passed;
  return first !== undefined && head.endsWith(`\n${first}`) ? passed.slice(1) : passed;
}

function isPoint(passed: Passed): passed is Point {
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

/** `error` is thrown where `frame` was suspended; `above`: the function that throws it there. */
export function passes(error: unknown, frame: Frame | null, above: unknown): void {
  if (typeof error !== 'object' || error === null) return;
  const flight = stacks.flight?.error === error ? stacks.flight : takeOff(error);
  if (flight === null) return;
  if (frame === null) {
    const site = captureSite(above, 1);
    flight.blind = true;
    if (site !== null) flight.trace.add(site);
    return;
  }
  if (!flight.blind && flight.next !== null && !reaches(flight.next, frame)) return void (stacks.flight = null);
  const { fn, self, pc } = frame;
  flight.trace.add({ fn, self, pc });
  flight.blind = false;
  flight.next = frame.caller;
}

/** An error that has been caught, or comes from elsewhere. One that is thrown anew in another place goes a way that is not its own. */
function takeOff(error: object): typeof stacks.flight {
  const trace = traceOf(error);
  if (trace === null) return null;
  const next = trace.rest?.deref() ?? null;
  const blind = trace.open;
  if (next === null && !blind) return null;
  trace.open = false;
  trace.isOutermost = false;
  return (stacks.flight = { error, trace, next, blind });
}

/** Frames of the runtime, which leave no line, may stand between. */
function reaches(from: Frame | null, frame: Frame): boolean {
  for (let at = from, steps = 0; at !== null && steps < 1000; at = at.caller, steps++) if (at === frame) return true;
  return false;
}

/** What a getter of ours belongs to. */
const TRACE = Symbol.for('greenlets:v1:trace');

/** The trace of an error, which is begun if there is none yet; null if it cannot have one: if it is frozen, or no error at all. */
function traceOf(error: object): Trace | null {
  try {
    return tracesStacks() && isError(error) ? traceOfError(error) : null;
  } catch {
    // A proxy need not answer.
    return null;
  }
}

function traceOfError(error: Error): Trace | null {
  const descriptor = Reflect.getOwnPropertyDescriptor(error, 'stack');
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
  return Reflect.defineProperty(error, 'stack', { configurable: true, enumerable: false, get, set }) ? trace : null;
}

/** As an assignment to the native property. */
function set(this: object, value: unknown): void {
  Reflect.defineProperty(this, 'stack', { value, writable: true, configurable: true, enumerable: false });
}

/** The trace of an error that has one. */
function existing(error: object): Trace | null {
  try {
    const trace = (Reflect.getOwnPropertyDescriptor(error, 'stack')?.get as Getter | undefined)?.[TRACE];
    return trace?.error === error ? trace : null;
  } catch {
    return null;
  }
}

/** Somebody has caught the error; nothing must hold the frames that it has not reached. */
export function landed(error: unknown): void {
  const { flight } = stacks;
  if (flight === null || flight.error !== error) return;
  stacks.flight = null;
  flight.trace.open = flight.blind;
  flight.trace.isOutermost = flight.next === null;
  flight.trace.rest = flight.next === null ? null : new WeakRef(flight.next);
}

/** A greenlet has ended with the error; `owner` is the greenlet, which is asked for its result. */
export function ended(error: unknown, owner: object, isCaught = false): void {
  if (typeof error !== 'object' || error === null) return;
  const trace = traceOf(error);
  if (trace === null) return;
  const { flight } = stacks;
  const isOnItsWay = isCaught || flight?.error === error || trace.open || trace.isOutermost;
  if (flight?.error === error) stacks.flight = null;
  if (!isOnItsWay) return;
  trace.rest = null;
  trace.open = false;
  trace.isOutermost = false;
  trace.owner = owner;
  const spawn = stacks.spawnSite?.(owner);
  if (spawn !== undefined) trace.add({ spawn });
  stacks.ended.set(error, trace);
}

/** Another object has taken over the result of `owner`. */
export function handOver(error: unknown, owner: object, other: object): void {
  const trace = waiting(error);
  if (trace?.owner === owner) trace.owner = other;
}

/**
 * Somebody has asked `owner` for its result, and throws the error outside of the function `above`. The first who asks goes on with the
 * way of the error.
 */
export function goesOn(error: unknown, owner: object, above: unknown): void {
  const trace = waiting(error);
  if (trace?.owner !== owner) return;
  trace.owner = null;
  const callers = captureSite(above, lineLimit());
  if (callers !== null) trace.add(callers);
  stacks.flight = { error: trace.error, trace, next: null, blind: true };
}

/** The error is thrown in native code that nobody re-enters, outside of the function `above`; it goes on with whoever awaits that. */
export function passesHere(error: unknown, above: unknown): void {
  const trace = waiting(error);
  const site = trace === null ? null : captureSite(above, 1);
  if (site !== null) trace?.add(site);
}

/** The error of a promise is thrown later, in the greenlet that waits at `frame`. */
export function goesOnAt(error: unknown, frame: Frame): void {
  if (frame.caller === null) return;
  const trace = waiting(error);
  if (trace === null) return;
  trace.owner = null;
  trace.rest = new WeakRef(frame.caller);
}

/** The trace of an error with which a greenlet has ended, if nobody has asked for it yet. */
function waiting(error: unknown): Trace | null {
  if (typeof error !== 'object' || error === null || !stacks.ended.has(error)) return null;
  const trace = stacks.ended.get(error) ?? null;
  return trace?.owner === null ? null : trace;
}

/**
 * The error says where it was made, which is no more than the frames in which it is raised: a call that blocks has made it. Once there
 * are such frames, the lines of its own are left out.
 */
export function raisedByCall(error: object): void {
  stacks.redundant.add(error);
}

/** The same for an error that may be raised several times. */
export function raisedAnew(error: object): void {
  if (stacks.redundant.has(error)) existing(error)?.forget();
  raisedByCall(error);
}
