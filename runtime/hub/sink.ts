import type { Greenlet } from '../core/greenlet.ts';

/**
 * What the hub tells whoever observes greenlets. It tells one sink at most, `hub.sink`; without one, each place costs a
 * comparison. A sink must not throw, and must not switch.
 */
export interface Sink {
  /** A greenlet has been made known to the hub. It may run at once, or later. */
  started(greenlet: Greenlet): void;
  /** A greenlet runs, until `paused`. Another one that is started in the middle of it runs in between. */
  resumed(greenlet: Greenlet): void;
  paused(greenlet: Greenlet): void;
  /** A running greenlet is about to wait, for what `reason` says: `Queue.get()`. */
  waits(greenlet: Greenlet, reason: string): void;
  /** What it has waited for is there, or its time is over: it is to go on. */
  woken(greenlet: Greenlet): void;
  /** It is over, with the error if it failed. */
  ended(greenlet: Greenlet, failed: boolean, result: unknown): void;
}
