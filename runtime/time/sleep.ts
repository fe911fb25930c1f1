import { isBoundTo } from '../contract/bound.ts';
import { link } from '../contract/link.ts';
import { cannotSuspend } from '../core/borders/border.ts';
import { checkFlag } from '../core/errors/check.ts';
import { checkOptions, NO_OPTIONS } from '../core/errors/options.ts';
import { checkDuration } from '../hub/time/milliseconds.ts';
import { Waiter, waitMethod } from '../waiting/waiter/waiter.ts';
import { checkSignal, type Limit } from './limit.ts';

/** Options of `sleep`. */
export interface SleepOptions {
  /** Whether the sleeping greenlet keeps the process alive; true by default. */
  readonly ref?: boolean;
  /** Its abort is a cancellation, with the signal's reason. */
  readonly signal?: AbortSignal | null;
}

const OPTIONS = ['ref', 'signal'];

/**
 * Lets other greenlets run, for at least `ms`.
 *
 * 0 (the default) and less go to the back of the ready queue: all greenlets that are ready now run first, but no timer
 * expires.
 *
 * Kill and timeout safety: the sleep is over at once if the greenlet is killed or a timeout is raised in it.
 *
 * @throws {TypeError} if `ms` is not a number
 * @throws {SwitchError} outside greenlets: use `setTimeout` there
 */
export function sleep(ms = 0, options: SleepOptions = NO_OPTIONS): void {
  const calledByCompiledCode = link.to === sleep || isBoundTo(link.to, sleep);
  link.to = null;
  checkDuration(ms);
  if (!calledByCompiledCode) throw cannotSuspend('sleep()');
  checkOptions(options, OPTIONS);
  checkFlag(options.ref, 'ref');
  const { ref = true, signal = null } = options;
  if (signal !== null) checkSignal(signal);
  if (ms <= 0) return new Waiter('sleep()').takeTurn();
  link.to = waitMethod;
  return new Sleep(ms, ref).wait(signal === null ? null : { signal });
}

class Sleep extends Waiter<void, void> {
  readonly #ms: number;
  readonly #ref: boolean;

  constructor(ms: number, ref: boolean) {
    super('sleep()');
    this.#ms = ms;
    this.#ref = ref;
  }

  override get reason(): string {
    return `sleep(${String(this.#ms)})`;
  }

  override expire(): void {
    this.wake();
  }

  protected override begin(limit: Limit): void {
    this.setTimer(this.#ms, this.#ref);
    if (typeof limit === 'object' && limit !== null) this.limitBy(limit);
  }
}
