import { cancellations } from '../contract/cancellations/cancellations.ts';
import { getCurrent, type Greenlet } from '../core/greenlet.ts';
import { checkOptions, NO_OPTIONS } from '../core/errors/options.ts';
import { hub } from '../hub/index.ts';
import { checkTimeout } from '../hub/time/milliseconds.ts';
import { observers, type Observer } from '../hub/observers.ts';
import { assertCallback } from '../waiting/links/linkable.ts';
import { promised } from '../waiting/promises/promised.ts';

export interface AssertSwitchesOptions {
  /** For how long it may run without a pause, in ms. Then it need not pause at all, if it is done in that time. */
  readonly maxBlockingTime?: number | null;
}

const OPTIONS: readonly string[] = ['maxBlockingTime'];

/**
 * Calls `fn`, and throws if that has held up all other greenlets: if it has never paused or, with `maxBlockingTime`, if it has run for longer than that
 * without a pause. For tests. A promise that it returns is waited for.
 *
 * Kill and timeout safety: as `fn`.
 *
 * @returns what `fn` returns
 * @throws {Error} if it has not paused
 * @throws whatever `fn` throws
 * @throws {TypeError} if an argument has the wrong type, or there is an option that does not exist
 * @throws {RangeError} if the time is negative
 * @throws {SwitchError} if it would have to wait for a promise, and the calling code cannot be suspended
 *
 * Source: gevent's `assert_switches`.
 */
export function assertSwitches<R>(fn: () => R, options: AssertSwitchesOptions = NO_OPTIONS): Awaited<R> {
  'use greenlet';
  assertCallback(fn);
  checkOptions(options, OPTIONS);
  const { maxBlockingTime = null } = options;
  if (maxBlockingTime !== null) checkTimeout(maxBlockingTime);
  const pauses = new Pauses(getCurrent());
  const remove = observers.add(pauses);
  const since = cancellations.tick();
  let result: Awaited<R>;
  try {
    result = promised(fn(), 'assertSwitches()', since);
  } finally {
    remove();
  }
  pauses.check(maxBlockingTime);
  return result;
}

/** The pauses of one greenlet. */
class Pauses implements Observer {
  readonly #greenlet: Greenlet;
  #since = hub.host.now();
  #longest = 0;
  #hasPaused = false;

  constructor(greenlet: Greenlet) {
    this.#greenlet = greenlet;
  }

  /** What began before this was added does not tell it that it is paused, but that it waits. */
  waits(greenlet: Greenlet): void {
    if (greenlet !== this.#greenlet) return;
    this.#hasPaused = true;
    this.#note();
  }

  resumed(greenlet: Greenlet): void {
    if (greenlet === this.#greenlet) this.#since = hub.host.now();
  }

  check(maxBlockingTime: number | null): void {
    this.#note();
    if (maxBlockingTime === null && !this.#hasPaused)
      throw new Error('expected a pause, but all other greenlets were held up');
    if (maxBlockingTime !== null && this.#longest > maxBlockingTime) {
      const [ms, most] = [Math.round(this.#longest), maxBlockingTime].map(String);
      throw new Error(
        `expected a pause after ${most ?? ''} ms at most, but all other greenlets were held up for ${ms ?? ''} ms`,
      );
    }
  }

  #note(): void {
    this.#longest = Math.max(this.#longest, hub.host.now() - this.#since);
  }
}
