import { checkFlag } from '../../core/errors/check.ts';
import { checkOptions } from '../../core/errors/options.ts';
import { checkSignal, checkTime } from '../../time/limit.ts';

/** What `kill` raises: an error, or a class of which it makes one. */
export type Killer = Error | (new () => Error);

/** Options of `kill` and the like. */
export interface KillOptions {
  /** Whether to wait until the greenlet is dead; true by default. */
  readonly block?: boolean;
  /** How long to wait for that, in ms. When the time is over, `kill` returns all the same. */
  readonly timeout?: number | null;
  /**
   * Its abort interrupts the greenlet that waits, which is a cancellation; the kill is not taken back. One that is aborted
   * already is raised at once, before anybody is killed.
   */
  readonly signal?: AbortSignal | null;
}

const OPTIONS = ['block', 'timeout', 'signal'];

/**
 * Raises what an aborted signal is for, before anybody is killed.
 *
 * @throws {TypeError} if there is an option that does not exist, or one of a wrong type
 */
export function checkKillOptions(options: KillOptions): void {
  checkOptions(options, OPTIONS);
  checkFlag(options.block, 'block');
  checkTime(options.timeout);
  checkSignal(options.signal);
}
