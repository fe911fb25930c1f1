import type { Frame } from '../frame.ts';
import { share } from '../share.ts';
import type { Site } from './engine.ts';
import type { Ends } from './extents.ts';
import type { Visit } from './points.ts';
import type { Trace } from './error-trace.ts';
import type { Tracer } from './tracer.ts';

/** An error on its way outwards, and the frame that it reaches next. */
export interface Flight {
  readonly error: object;
  readonly trace: Trace;
  next: Frame | null;
  /** The next frame is unknown: that of a generator does not tell. */
  blind: boolean;
}

/** A call that an async generator has made in a greenlet, and awaits. */
export interface NativeCall {
  /** The name of the generator; empty if it has none. */
  readonly generator: string;
  /** Where it awaits the call; null if that is unknown. */
  readonly awaitedAt: AwaitedAt | null;
}

/** The engine words a site once, and otherwise while another stack is being formatted. */
export interface AwaitedAt {
  readonly site: Site | null;
  readonly whileFormatting: Site | null;
}

/** Makes the runtime call `capture` as it calls the functions of programs, so that it sees what that looks like. */
export type Sample = (capture: () => void) => void;

/** What the copies of the runtime in this realm share about stacks. */
class Stacks {
  /** Functions are being entered to see where their yield points are; nothing else runs meanwhile. */
  visit: Visit | null = null;
  /** Somebody looks where a generator is suspended, which has called `asked` there; nothing else runs meanwhile. */
  look: ((asked: unknown, isHidden: boolean) => void) | null = null;
  flight: Flight | null = null;
  /** Of the errors with which greenlets have ended; whoever asks for the result goes on with the error. */
  readonly ended = new WeakMap<object, Trace>();
  /** Errors of promises, which are about to be thrown where somebody awaits those. */
  readonly awaited = new WeakSet<object>();
  /** Errors whose own lines say no more than the frames that they pass. */
  readonly redundant = new WeakSet<object>();
  /** Formatters of stacks that show parked frames on the spot, and those that were there before. */
  readonly formatters = new WeakMap<object, unknown>();
  /** How many lines of parked frames the engine's text of an error has got already. */
  readonly onTheSpot = new WeakMap<object, number>();
  /** A stack is being formatted: the engine writes those that are looked at meanwhile in its own words. */
  formatting = false;
  /** Whether a scheduler ran the greenlet that has made the error whose stack is being read; null if that is unknown. */
  scheduled: boolean | null = null;
  /** Resumes a frame so that a stack shows where; null unless somebody has asked for it. */
  resume: ((frame: Frame) => unknown) | null = null;
  /** Notes where an async generator has called `asked`, whose result it awaits: later, nobody can look; null unless somebody has asked for it. */
  noteAwait: ((asked: unknown) => AwaitedAt) | null = null;
  /** Follows errors on their way; null in bundles for production that have not asked for it. */
  tracer: Tracer | null = null;
  /** Where a greenlet was started; null unless that is recorded. */
  spawnSite: ((greenlet: object) => Site | undefined) | null = null;
  /** `bound`: by way of a bound function, code without a mark calls compiled functions through two frames of the runtime. */
  readonly samples: { readonly kind: 'base' | 'async' | 'entrance' | 'bound'; readonly run: Sample }[] = [];
  /** Those of the library that say where they are; undefined if none does. The build for bundlers adds that, and nothing in production. */
  readonly modules: readonly Ends[] | undefined = undefined;
}

export const stacks = share(Symbol.for('greenlets:v1:stacks'), () => new Stacks());
