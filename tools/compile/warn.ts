import { writeSync } from 'node:fs';
import { isMainThread } from 'node:worker_threads';

const STDERR = 2;
const printed = new Set<string>();

/** Prints a warning of the compiler, each once in a thread: a file may be compiled several times. */
export function warnOnce(message: string): void {
  if (printed.has(message)) return;
  printed.add(message);
  // What other threads print by `console` passes through the main thread, and may come too late.
  if (isMainThread) console.warn(message);
  else writeSync(STDERR, `${message}\n`);
}
