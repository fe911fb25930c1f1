import type { Greenlet, Killer, KillOptions } from './greenlet.ts';
import { GreenletExit } from '../core/errors.ts';
import { toError } from '../core/to-error.ts';
import { Deadline } from '../time/deadline.ts';
import { assertArray, iwait, waitFor } from '../groups/iwait.ts';
import { kill } from './kill.ts';
import { Timeout } from '../time/timeout.ts';
import { limitOf, type Limit } from '../time/limit.ts';

export interface JoinOptions {
  /** In ms. When it is over, `joinAll` returns those that have ended. */
  readonly timeout?: number | null;
  /** Its abort is a cancellation of the greenlet that waits, with the signal's reason. */
  readonly signal?: AbortSignal | null;
  /** Whether to throw the error of the first one that fails. The others go on. */
  readonly raiseError?: boolean;
  /** How many are enough; all by default. */
  readonly count?: number;
}

/**
 * Blocks until greenlets have ended.
 *
 * Kill and timeout safety: nothing changes for the greenlets that are waited for.
 *
 * @returns those that have ended, in that order
 * @throws {TypeError} if `greenlets` is not an array
 */
export function joinAll<T extends Greenlet>(greenlets: readonly T[], options: JoinOptions = {}): T[] {
  'use greenlet';
  if (options.count === undefined && options.raiseError !== true) return joinEach(greenlets, limitOf(options));
  const ended: T[] = [];
  for (const greenlet of iwait(greenlets, limitOf(options), options.count)) {
    ended.push(greenlet);
    if (options.raiseError === true && !greenlet.successful()) throw greenlet.exception;
  }
  return ended;
}

/** Waits for one after the other, which takes no link for each. The last first: when it ends most others have ended. */
function joinEach<T extends Greenlet>(greenlets: readonly T[], limit: Limit): T[] {
  'use greenlet';
  assertArray(greenlets);
  const { ended, pending } = divide(greenlets);
  const deadline = new Deadline(limit);
  for (let i = pending.length - 1; i >= 0; i--) {
    if (!(pending[i] as T).awaitEnd('joinAll()', deadline.left)) break;
  }
  return ended.concat(inOrderOfEnd(pending));
}

function divide<T extends Greenlet>(greenlets: readonly T[]): { ended: T[]; pending: T[] } {
  const [ended, pending]: [T[], T[]] = [[], []];
  for (const greenlet of greenlets) {
    (greenlet.ready() ? ended : pending).push(greenlet);
  }
  return { ended, pending };
}

function inOrderOfEnd<T extends Greenlet>(greenlets: readonly T[]): T[] {
  return greenlets.filter((greenlet) => greenlet.ready()).sort((a, b) => a.endOrder - b.endOrder);
}

/**
 * Kills greenlets, in the order of the list, and blocks until all are dead. Those that have not begun never run.
 *
 * Kill and timeout safety: all are killed whatever becomes of the caller. A signal that is aborted already is raised before any is.
 *
 * @throws {Timeout} if `timeout` ms are over first
 */
export function killAll(
  greenlets: readonly Greenlet[],
  error: Killer = GreenletExit,
  { block = true, timeout = null, signal = null }: KillOptions = {},
): void {
  'use greenlet';
  assertArray(greenlets);
  const killer = toError(error);
  const limit = limitOf({ timeout, signal });
  killEach(greenlets, killer);
  if (block && waitFor(greenlets, limit).length < greenlets.length) throw new Timeout(timeout);
}

function killEach(greenlets: readonly Greenlet[], error: Error): void {
  for (const greenlet of greenlets) kill(greenlet, error);
}
