import type { Context } from '../../contract/contexts/contexts.ts';

export type { Context } from '../../contract/contexts/contexts.ts';

/** The exit code of a program that waits for what never comes: Node's for a top-level `await` that never ends. */
export const UNSETTLED = 13;

/** A clock, and timers that go by it. */
export interface TimeSource {
  /** Milliseconds since any fixed moment; never goes back. */
  now(): number;
  /**
   * Calls `callback` once after `ms`.
   *
   * @param ref whether the timer alone keeps the process alive
   * @returns a function that cancels the timer
   */
  setTimeout(callback: () => void, ms: number, ref: boolean): () => void;
}

/** The world that the hub schedules in. Tests inject one of their own, with a clock that they turn by hand. */
export interface Host extends TimeSource {
  /** The fake clock that a library for tests has put in the place of the host's; null if there is none at this moment. */
  fakeTime?(): TimeSource | null;
  /** Calls `callback` after the host has looked for I/O. */
  setImmediate(callback: () => void): void;
  /** Calls `callback` before the host does anything else. */
  queueMicrotask(callback: () => void): void;
  /**
   * Calls `callback` whenever nothing is left that could ever happen; the returned function ends that. A host that
   * cannot tell (a browser always waits for the next click) leaves this out, and deadlocks are not detected.
   */
  onIdle?(callback: () => void): () => void;
  /**
   * Returns the one of several cases of a `select` that is to be done; all of them are possible. A host that leaves this out has them picked by
   * chance.
   */
  readonly pick?: ((cases: readonly number[]) => number) | undefined;
  /** What else is to be said where greenlets are stuck; null if nothing is. */
  remarkOnStuck?(): string | null;
  /** For use in callbacks of `onIdle`: calls `callback` when the host ends, if it does so now, and nothing else has happened before. */
  onEnd?(callback: () => void): void;
  /**
   * The program has failed, although it goes on: an error was reported that nobody asked for. The returned function takes
   * that back.
   *
   * @param exitCode 1 unless given
   */
  fail?(exitCode?: number): () => void;
  /** If `error` ends the program, since nobody catches it, the exit code is to be this one. */
  onUncaught?(error: unknown, exitCode: number): void;
  /**
   * From now on rejections that nobody handles do not end the program if `isExpected` says so of their reason. The returned
   * function ends that.
   */
  expectRejections?(isExpected: (reason: unknown) => boolean): () => void;
  /**
   * What `AsyncLocalStorage` and its like hold at this moment, to be restored when a greenlet continues. Null if they are
   * not in use.
   */
  captureContext?(): Context | null;
  /** A new context that holds nothing, for greenlets that waited when there was none. Null if they are not in use. */
  captureEmptyContext?(): Context | null;
}
