import { wait } from '../async/wait.ts';
import { isCancellation } from '../cancellation/is-cancellation.ts';
import { checkOptions, NO_OPTIONS } from '../core/errors/options.ts';
import { checkSignal } from '../time/limit.ts';
import { sleep } from '../time/sleep.ts';
import { assertCanWait } from '../waiting/waiter/can-wait.ts';
import { assertCallback } from '../waiting/links/linkable.ts';
import { checkNatural, checkNumber } from './checks.ts';

/** Options of `retry`. */
export interface RetryOptions {
  /** How often to try in all; 3 by default, `Infinity` for as long as it takes. */
  readonly attempts?: number;
  /** The pauses between attempts. */
  readonly backoff?: Backoff;
  /** Whether to try again after an error, which the given attempt, counted from 1, has ended with; always by default. */
  readonly when?: (error: unknown, attempt: number) => boolean | PromiseLike<boolean>;
  /** Its abort is a cancellation: it ends the pause that is going on, and there is no other attempt. */
  readonly signal?: AbortSignal | null;
}

/** Pauses that grow, and of which a part is random, so that those who failed together do not come back together. */
export interface Backoff {
  /** The first pause, in ms; 100 by default. */
  readonly first?: number;
  /** By how much each pause is longer than the one before; 2 by default. */
  readonly factor?: number;
  /** The longest pause, in ms; 30,000 by default. */
  readonly max?: number;
  /** Which part of a pause is random, from 0 to 1; 0.5 by default. */
  readonly jitter?: number;
}

const OPTIONS = ['attempts', 'backoff', 'when', 'signal'];
const BACKOFF = ['first', 'factor', 'max', 'jitter'];

/**
 * Calls `f` until it returns, and returns its result. Blocks while `f` does, and between the attempts.
 *
 * Kill and timeout safety: a cancellation ends it, in an attempt as well as between two; it is never tried again. A `Timeout` of
 * the function's own is an error like any other.
 *
 * @param f is given the number of the attempt, from 1; a promise that it returns is waited for
 * @throws what the last attempt throws
 * @throws {TypeError} if an option is of a wrong type, or does not exist
 * @throws {SwitchError} if the running code cannot be suspended; `f` has not been called then
 */
export function retry<R>(f: (attempt: number) => R, options: RetryOptions = NO_OPTIONS): Awaited<R> {
  'use greenlet';
  const { attempts, backoff, when, signal } = checked(f, options);
  assertCanWait('retry()');
  for (let attempt = 1; ; attempt++) {
    checkSignal(signal);
    try {
      return wait(f(attempt));
    } catch (error) {
      if (isCancellation(error) || attempt >= attempts || !wait(when(error, attempt))) throw error;
    }
    sleep(pauseAfter(attempt, backoff), { signal });
  }
}

function checked(f: unknown, options: RetryOptions): Required<RetryOptions> & { backoff: Required<Backoff> } {
  assertCallback(f);
  checkOptions(options, OPTIONS);
  const { attempts = 3, backoff = NO_OPTIONS, when = always, signal = null } = options;
  if (attempts !== Infinity) checkNatural(attempts, 'attempts');
  assertCallback(when);
  checkSignal(signal);
  checkOptions(backoff, BACKOFF);
  const { first = 100, factor = 2, max = 30_000, jitter = 0.5 }: Backoff = backoff;
  checkNumber(first, 0, Infinity, 'first');
  checkNumber(max, 0, Infinity, 'max');
  checkNumber(factor, 1, Infinity, 'factor');
  checkNumber(jitter, 0, 1, 'jitter');
  return { attempts, backoff: { first, factor, max, jitter }, when, signal };
}

function always(): boolean {
  return true;
}

function pauseAfter(attempt: number, { first, factor, max, jitter }: Required<Backoff>): number {
  return Math.min(first * factor ** (attempt - 1), max) * (1 - jitter * Math.random());
}
