import type { StackLine } from '../stack-lines.ts';
import type { KindOfWait } from './kind-of-wait.ts';

/** A call that waited, in one place of the program, and from where that was called. */
export interface WaitSite {
  /** What waited: `fetch()`. */
  readonly call: string;
  readonly kind: KindOfWait;
  /** The calls that were suspended, innermost first. */
  readonly stack: readonly StackLine[];
  /** How often it waited. */
  readonly count: number;
  /** For how long all of these waits lasted together, in ms. */
  readonly blocked: number;
  /** The longest one, in ms. */
  readonly longest: number;
  /** For how long greenlets were ready to go on after it, while others ran, in ms. */
  readonly ready: number;
  /** Its share of `Profile.idle`, in ms. */
  readonly idle: number;
}

/** Where greenlets ran from: one place where they went on after a wait, or began. */
export interface RunSite {
  /** What they had waited for; null where they began. */
  readonly after: string | null;
  /** Where; empty where they began. */
  readonly stack: readonly StackLine[];
  /** The name of one of these greenlets. */
  readonly greenlet: string;
  /** How often. */
  readonly count: number;
  /** For how long they ran until they paused, all together, in ms. */
  readonly ran: number;
  /** The longest slice, in ms. */
  readonly longest: number;
}

/** Calls outside greenlets, in one place, that held up the process, since there was nobody else to run. */
export interface FreezeSite {
  readonly call: string;
  /** The calls on the native stack, innermost first. */
  readonly stack: readonly StackLine[];
  readonly count: number;
  /** In ms. */
  readonly blocked: number;
  readonly longest: number;
}

/** How long the program would have taken at best. */
export interface Prediction {
  /** If each place that waits did so in so many greenlets at the same time. */
  readonly greenlets: number;
  /** In ms. */
  readonly elapsed: number;
}

/** What a program has done while it was observed. Durations are milliseconds. */
export interface Profile {
  readonly elapsed: number;
  /** For how long greenlets ran. */
  readonly running: number;
  /**
   * For how long they waited for the outside, or slept, while none of them ran. Where Node can tell (23.9 and later), what other code computed meanwhile is
   * not part of it.
   */
  readonly idle: number;
  /** For how long calls outside greenlets held it up. */
  readonly frozen: number;
  /** How many greenlets there were. */
  readonly greenlets: number;
  /** How many of them at the same time, at most. */
  readonly mostGreenlets: number;
  /** How many slices they ran in, and the longest one. */
  readonly slices: number;
  readonly longestSlice: number;
  /** Where they waited, the longest first. */
  readonly waits: readonly WaitSite[];
  /** Where they ran, the longest first. */
  readonly runs: readonly RunSite[];
  /** What held up the process, the longest first. */
  readonly freezes: readonly FreezeSite[];
  readonly predictions: readonly Prediction[];
}
