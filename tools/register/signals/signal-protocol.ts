/** The signals that end a program unless it listens: Ctrl-C, and what `kill` sends. */
export const SIGNALS = ['SIGINT', 'SIGTERM'] as const;

export type Signal = (typeof SIGNALS)[number];

/** What the main thread tells the thread that watches signals, from which it receives the names of signals. */
export type Answer =
  /** The program listens itself, and decides alone; or no longer. */
  | { kind: 'listening'; signal: Signal; listens: boolean }
  /** Greenlets are being killed, or something is being written; the process ends when that is done. */
  | { kind: 'stopping' }
  /** Nothing has to be cleaned up. */
  | { kind: 'default'; signal: Signal };
