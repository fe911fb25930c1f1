import { expected } from './core/expected.ts';
import { checkDuration } from './hub/milliseconds.ts';
import { hub } from './hub/index.ts';
import type { ErrorHandler } from './hub/report.ts';

/**
 * Sets who is told of the errors that nobody handles: those of greenlets that nobody asks for, and those of callbacks in
 * the hub. By default they go to `console.error`, and on Node the exit code becomes 1, as after an unhandled rejection,
 * unless somebody asks for the error later, or the program has set `process.exitCode`.
 *
 * @returns the handler so far
 * @throws {TypeError} if `handler` is not a function
 */
export function setErrorHandler(handler: ErrorHandler): ErrorHandler {
  if (typeof handler !== 'function') throw expected('a function', handler);
  const previous = hub.onError;
  hub.onError = handler;
  return previous;
}

/** For how long, in ms, greenlets run before the host's I/O and timers get their turn. */
export function getSwitchInterval(): number {
  return hub.switchInterval;
}

/**
 * Sets for how long greenlets run before the host's I/O and timers get their turn: 5 ms by default. A greenlet that does
 * not wait is never interrupted.
 *
 * @throws {TypeError} if `ms` is not a number
 */
export function setSwitchInterval(ms: number): void {
  checkDuration(ms);
  hub.switchInterval = ms;
}
