import { getCurrent } from '../../core/greenlet.ts';
import { noteJoined } from '../../graph/joined.ts';
import { GreenletExit } from '../../core/errors/errors.ts';
import { checkArray, checkFlag } from '../../core/errors/check.ts';
import { NO_OPTIONS } from '../../core/errors/options.ts';
import { assertGreenlet } from '../../greenlets/spawning/create-greenlet.ts';
import type { Greenlet } from '../../greenlets/greenlet.ts';
import { assertKillable, kill } from '../../greenlets/ending/kill.ts';
import { checkKillOptions, type Killer, type KillOptions } from '../../greenlets/ending/kill-options.ts';
import { toError } from '../../core/errors/to-error.ts';
import { Deadline } from '../../time/deadline.ts';
import { assertCanWait } from '../../waiting/waiter/can-wait.ts';
import { iterate, waitFor, type WaitForOptions } from './iwait.ts';
import { Timeout } from '../../time/timeout.ts';
import { limitOf, optionsOf, type Limit } from '../../time/limit.ts';

/** What limits `joinAll`. */
export interface JoinOptions extends WaitForOptions {
  /** Whether to throw the error of the first one that fails. The others go on. */
  readonly raiseError?: boolean;
}

const OPTIONS = ['timeout', 'signal', 'raiseError', 'count'];

/**
 * Blocks until greenlets have ended.
 *
 * Kill and timeout safety: nothing changes for the greenlets that are waited for.
 *
 * @param limit in ms, or an object with a timeout, a signal, how many are enough, and `raiseError`
 * @returns those that have ended, in that order
 * @throws {TypeError} if `greenlets` is not an array of greenlets, or an option has the wrong type
 * @throws {SwitchError} if it would have to wait, and the calling code cannot be suspended; nothing has happened then
 */
export function joinAll<T extends Greenlet>(greenlets: readonly T[], limit?: JoinOptions | number | null): T[] {
  'use greenlet';
  const { raiseError = false, ...options } = optionsOf(limit, OPTIONS);
  checkFlag(raiseError, 'raiseError');
  checkArray(greenlets, 'an array');
  for (const greenlet of greenlets) assertGreenlet(greenlet);
  if (options.count === undefined && !raiseError) return joinEach(greenlets, limitOf(options));
  const ended: T[] = [];
  for (const greenlet of iterate('joinAll()', greenlets, options, undefined, !raiseError)) {
    ended.push(greenlet);
    if (raiseError && !greenlet.successful()) throw greenlet.exception;
  }
  return ended;
}

/** Waits for one after the other, which takes no link for each. The last first: when it ends most others have ended. */
function joinEach<T extends Greenlet>(greenlets: readonly T[], limit: Limit): T[] {
  'use greenlet';
  const { ended, pending } = divide(greenlets);
  const deadline = new Deadline(limit);
  // A single one is found by the queue in which its joiner waits.
  const joiner = pending.length > 1 ? getCurrent() : null;
  if (joiner !== null) noteJoined(joiner, pending);
  try {
    for (let i = pending.length - 1; i >= 0; i--) {
      if (!(pending[i] as T).awaitEnd('joinAll()', deadline.left)) break;
    }
  } finally {
    if (joiner !== null) noteJoined(joiner, null);
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
 * @throws {SwitchError} unless `block` is false, if the calling code cannot be suspended; nobody has been killed then
 */
export function killAll(
  greenlets: readonly Greenlet[],
  error: Killer = GreenletExit,
  options: KillOptions = NO_OPTIONS,
): void {
  'use greenlet';
  const killer = toError(error);
  checkKillOptions(options);
  const { block = true, timeout = null, signal = null } = options;
  assertAllKillable(greenlets, block);
  for (const greenlet of greenlets) kill(greenlet, killer);
  if (block && waitFor(greenlets, { timeout, signal }).length < greenlets.length) throw new Timeout(timeout);
}

/** Before any of them is killed. To be waited for, they must be more than raw greenlets. */
function assertAllKillable(greenlets: readonly Greenlet[], block: boolean): void {
  checkArray(greenlets, 'an array');
  greenlets.forEach(block ? assertGreenlet : assertKillable);
  if (block && greenlets.some((greenlet) => !greenlet.ready())) assertCanWait('killAll()');
}
