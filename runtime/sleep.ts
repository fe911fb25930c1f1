import { isBoundTo } from './contract/bound.ts';
import { link } from './contract/link.ts';
import { cannotSuspend } from './core/border.ts';
import { checkDuration } from './hub/milliseconds.ts';
import { Waiter, waitMethod } from './hub/waiter.ts';

export interface SleepOptions {
  /** Whether the sleeping greenlet keeps the process alive; true by default. */
  readonly ref?: boolean;
}

/**
 * Lets other greenlets run, for at least `ms`.
 *
 * 0 (the default) and less go to the back of the ready queue: all greenlets that are ready now run first, but no timer
 * expires. The sleep is over at once if the greenlet is killed or a timeout is raised in it.
 *
 * @throws {TypeError} if `ms` is not a number
 * @throws {SwitchError} outside greenlets: use `setTimeout` there
 */
export function sleep(ms = 0, { ref = true }: SleepOptions = {}): void {
  const calledByCompiledCode = link.to === sleep || isBoundTo(link.to, sleep);
  link.to = null;
  checkDuration(ms);
  if (!calledByCompiledCode) throw cannotSuspend('sleep()');
  if (ms <= 0) return new Waiter('sleep()').takeTurn();
  link.to = waitMethod;
  return new Sleep(ms, ref).wait();
}

class Sleep extends Waiter {
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

  protected override begin(): void {
    this.setTimer(this.#ms, this.#ref);
  }
}
