import { checkArray } from '../../core/errors/check.ts';
import { LONGEST_DELAY } from '../../hub/time/milliseconds.ts';
import { checkLimit, type Limit } from '../../time/limit.ts';
import { TIMED_OUT } from '../../waiting/waiter/timed-out.ts';
import { Waiter } from '../../waiting/waiter/waiter.ts';
import { assertSignalName } from './names.ts';

/**
 * Blocks until one of the signals comes, which keeps the process alive. The default of the signal does not happen meanwhile.
 *
 * Kill and timeout safety: nothing changes for others who wait for the same signal.
 *
 * @param signals one, or several
 * @param limit in ms, or an object with a timeout and a signal
 * @returns which has come; null if the time was over first
 * @throws {TypeError} if there is something else than the name of a signal
 * @throws {SwitchError} if the calling code cannot be suspended; nothing has happened then
 */
export function waitForSignal(
  signals: NodeJS.Signals | readonly NodeJS.Signals[],
  limit?: Limit,
): NodeJS.Signals | null {
  'use greenlet';
  checkLimit(limit);
  const names: readonly NodeJS.Signals[] = typeof signals === 'string' ? [signals] : signals;
  checkArray(names, 'a signal, or an array of signals', 1);
  names.forEach(assertSignalName);
  const wait = new Waiter<NodeJS.Signals>('waitForSignal()');
  const listener = (signal: NodeJS.Signals): void => void wait.wake(signal);
  for (const name of names) process.on(name, listener);
  // Listening does not keep the process alive, and who waits for a signal is not stuck.
  const alive = setInterval(() => undefined, LONGEST_DELAY);
  try {
    const signal = wait.wait(limit);
    return signal === TIMED_OUT ? null : signal;
  } finally {
    clearInterval(alive);
    for (const name of names) process.off(name, listener);
  }
}
