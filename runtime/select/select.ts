import { checkArray } from '../core/errors/check.ts';
import { checkLimit, type Limit } from '../time/limit.ts';
import type { Case, Selection } from '../waiting/selection.ts';
import { TIMED_OUT } from '../waiting/waiter/timed-out.ts';
import { Waiter } from '../waiting/waiter/waiter.ts';
import { caseOf, type Selectable } from './cases.ts';
import { pick } from './pick.ts';

/** Which case has come true, and what came of it. */
export interface Selected<S = Selectable> {
  /** Its place in the list. */
  readonly index: number;
  readonly source: S;
  /**
   * The item that was taken; for what has become ready, that itself; for a promise, what it was fulfilled with; true for a semaphore or a lock;
   * undefined for what was put, and for a time.
   */
  readonly value: unknown;
}

/**
 * Blocks until one of several things can be done, does it, and leaves the others alone:
 *
 * - for a queue or a channel: takes an item
 * - for `putting(queue, item)`: puts it
 * - for a semaphore: acquires a unit; for an `RLock`: acquires it
 * - for whatever becomes ready, such as an event, an `AsyncResult` or a greenlet: nothing more than that
 * - for a promise: nothing more than that; its value is that of the case, and its rejection is thrown. A rejection that comes later counts as
 *   handled
 * - for a number: waits so many ms
 *
 * ```js
 * const { source, value } = select([jobs, stop, putting(results, result)]);
 * ```
 *
 * Fairness: where several are possible at once, chance decides, with the same odds for each. Whoever waits in `select` stands in the line of every case.
 *
 * Kill and timeout safety: a greenlet that is killed, or whose timeout is over, while it waits has done nothing. If a case has come true before
 * that, the call returns it, and the kill takes effect at the next wait.
 *
 * @param limit in ms, or an object with a timeout and a signal
 * @returns null if the time was over first; without a limit there is always a case
 * @throws {TypeError} if `sources` is not an array, or empty, or if one of them is nothing that can be waited for
 * @throws {RangeError} if a time is negative
 * @throws the reason of a promise that is rejected
 * @throws {ShutDown} if one of the queues or channels is or gets shut down; nothing else has happened then
 * @throws {SwitchError} if it would have to wait, and the calling code cannot be suspended; nothing has happened then
 *
 * Source: the `select` of Go, as regards chance, too.
 */
export function select<S extends Selectable>(sources: readonly S[], limit?: undefined): Selected<S>;
export function select<S extends Selectable>(sources: readonly S[], limit?: Limit): Selected<S> | null;
export function select<S extends Selectable>(sources: readonly S[], limit?: Limit): Selected<S> | null {
  'use greenlet';
  checkArray(sources, 'an array of what to wait for', 1);
  if (typeof limit === 'object') checkLimit(limit);
  const cases = casesOf(sources);
  const done = attemptedOf(cases);
  if (done !== null) return { ...done, source: sources[done.index] as S };
  const index = waitForOne(cases, sources, limit);
  if (index === null) return null;
  return { index, source: sources[index] as S, value: (cases[index] as Case<unknown>).finish() };
}

function casesOf(sources: readonly Selectable[]): Case<unknown>[] {
  return sources.map(caseOf);
}

/** Does one at once if that is possible. What was made of the others for a wait is taken back then. */
function attemptedOf(cases: readonly Case<unknown>[]): Done | null {
  let done: Done | null | undefined;
  try {
    done = attemptAny(cases);
  } finally {
    if (done !== null) for (const each of cases) each.withdraw();
  }
  return done;
}

interface Done {
  readonly index: number;
  readonly value: unknown;
}

/** Does one of those that are possible. */
function attemptAny(cases: readonly Case<unknown>[]): Done | null {
  const possible = [...cases.keys()].filter((index) => (cases[index] as Case<unknown>).isPossible());
  if (possible.length === 0) return null;
  const index = possible.length === 1 ? (possible[0] as number) : pick(possible);
  return { index, value: (cases[index] as Case<unknown>).attempt() };
}

/** Returns the index of the case that has come true; null if the time was over first. */
function waitForOne(cases: readonly Case<unknown>[], sources: readonly Selectable[], limit: Limit): number | null {
  'use greenlet';
  const wait = new SelectWait(sources);
  let winner: Case<unknown> | typeof TIMED_OUT = TIMED_OUT;
  try {
    for (const each of cases) each.enlist(wait);
    winner = wait.wait(limit);
  } finally {
    for (const each of cases) if (each !== winner) each.withdraw();
  }
  return winner === TIMED_OUT ? null : cases.indexOf(winner);
}

class SelectWait extends Waiter<Case<unknown>> implements Selection {
  /** Any of these ends the wait; reports list them. */
  readonly choices: () => readonly Selectable[];

  constructor(sources: readonly Selectable[]) {
    super('select()');
    this.choices = () => sources;
  }
}
