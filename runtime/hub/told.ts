import { share } from '../contract/share.ts';
import type { Greenlet } from '../core/greenlet.ts';

/**
 * Somebody who is told what greenlets do: of those events that it has a method for. A method must neither throw nor switch.
 *
 * An event that nobody wants to hear of costs one comparison where it happens.
 */
export interface Observer {
  /** A greenlet has been made known to the hub. It may run at once, or later. */
  started?(greenlet: Greenlet): void;
  /** A greenlet runs, until `paused`. Another one that is started in the middle of it runs in between. */
  resumed?(greenlet: Greenlet): void;
  paused?(greenlet: Greenlet): void;
  /** A running greenlet is about to wait, for what `reason` says: `Queue.get()`. The call that waits is still on the native stack. */
  waits?(greenlet: Greenlet, reason: string): void;
  /** What it has waited for is there, or its time is over: it is to go on. */
  woken?(greenlet: Greenlet): void;
  /** It is over, with the error if it failed. */
  ended?(greenlet: Greenlet, failed: boolean, result: unknown): void;
  /** A call outside greenlets of a function that blocks in them, `callee`, has held up the process for so many ms. It is still on the native stack. */
  froze?(call: string, ms: number, callee: (...args: never[]) => unknown): void;
  /** The hub schedules in another world from now on, and has forgotten everything. */
  moved?(): void;
}

/** What is called for each event: null if nobody wants to hear of it. See `observers`, which sets it. */
export type Told = { [Event in keyof Observer]-?: Observer[Event] | null };

const NOBODY: Told = {
  started: null,
  resumed: null,
  paused: null,
  waits: null,
  woken: null,
  ended: null,
  froze: null,
  moved: null,
};

/** Those of this realm; the ES module and the CommonJS copy of the runtime share it, as they share the hub. */
export const told: Told = share(Symbol.for('greenlets:v1:told'), () => ({ ...NOBODY }));

/** Calls `fn`; nobody is told what happens meanwhile. */
export function unseen(fn: () => void): void {
  const all = { ...told };
  Object.assign(told, NOBODY);
  try {
    fn();
  } finally {
    Object.assign(told, all);
  }
}
