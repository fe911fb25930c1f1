import { link } from '../contract/link.ts';
import { expected } from '../core/errors/expected.ts';
import { checkDuration } from './time/milliseconds.ts';
import { hub } from './index.ts';

/** For how long, in ms, greenlets run before the host's I/O and timers get their turn. */
export function getSwitchInterval(): number {
  return hub.switchInterval;
}

/**
 * Sets for how long greenlets run before the host's I/O and timers get their turn: 5 ms by default. A greenlet that does
 * not wait is never interrupted.
 *
 * @param ms negative ones count as 0
 * @throws {TypeError} if `ms` is not a number
 */
export function setSwitchInterval(ms: number): void {
  checkDuration(ms);
  hub.switchInterval = ms;
}

/** How many operations that open files, of those below, are under way at once. */
export function getOpenFileLimit(): number {
  return hub.openFileLimit;
}

/**
 * Sets how many operations of `greenlets/node/fs` that keep a file open over several calls of the system are under way at
 * once: 64 by default. Those are `readFileSync`, `writeFileSync`, `appendFileSync`, `truncateSync` and `cpSync`, given paths. Further
 * ones begin in the order in which they were called, as others end. Files that you open yourself do not count.
 *
 * @throws {TypeError} if `limit` is not a whole number of at least 1
 */
export function setOpenFileLimit(limit: number): void {
  hub.openFileLimit = checkCount(limit);
}

/** How many calls of one greenlet may be suspended, about. */
export function getRecursionLimit(): number {
  return link.recursionLimit;
}

/**
 * Sets how many calls of one greenlet may be suspended: 1,000,000 by default, which is a hundred MB and more. A recursion that
 * suspends now and then is not ended by the native stack. When it is about half as deep again as the limit at the latest, the call that
 * would suspend throws a `RangeError`, as the native stack does.
 *
 * @throws {TypeError} if `calls` is not a whole number of at least 1
 */
export function setRecursionLimit(calls: number): void {
  link.recursionLimit = checkCount(calls);
}

function checkCount(value: number): number {
  if (!Number.isSafeInteger(value) || value < 1) throw expected('a whole number of at least 1', value);
  return value;
}
