import { checkArray } from '../../core/errors/check.ts';
import { LONGEST_DELAY } from '../../hub/time/milliseconds.ts';
import { checkLimit, type Limit } from '../../time/limit.ts';
import { TIMED_OUT } from '../../waiting/waiter/timed-out.ts';
import { Waiter } from '../../waiting/waiter/waiter.ts';
import { assertSignalName } from './names.ts';

/** Who waits for a signal. Node is asked for it once, however many do: it takes many listeners for a leak. */
const waiting = new Map<NodeJS.Signals, Set<Waiter<NodeJS.Signals>>>();

function enlist(wait: Waiter<NodeJS.Signals>, signal: NodeJS.Signals): void {
  const known = waiting.get(signal);
  if (known !== undefined) return void known.add(wait);
  waiting.set(signal, new Set([wait]));
  process.on(signal, wakeAll);
}

function withdraw(wait: Waiter<NodeJS.Signals>, signal: NodeJS.Signals): void {
  const waits = waiting.get(signal);
  waits?.delete(wait);
  if (waits?.size !== 0) return;
  waiting.delete(signal);
  process.off(signal, wakeAll);
}

function wakeAll(signal: NodeJS.Signals): void {
  for (const wait of waiting.get(signal) ?? []) wait.wake(signal);
}

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
  for (const name of names) enlist(wait, name);
  // Listening does not keep the process alive, and who waits for a signal is not stuck.
  const alive = setInterval(() => undefined, LONGEST_DELAY);
  try {
    const signal = wait.wait(limit);
    return signal === TIMED_OUT ? null : signal;
  } finally {
    clearInterval(alive);
    for (const name of names) withdraw(wait, name);
  }
}
