import { checkOptions } from '../core/errors/options.ts';
import { hub } from '../hub/index.ts';
import { Semaphore } from '../sync/semaphore.ts';
import { sleep } from '../time/sleep.ts';
import { assertCallback } from '../waiting/links/linkable.ts';
import { checkNatural, checkNumber } from './checks.ts';

/** Options of `rateLimit`. */
export interface RateLimitOptions {
  /** How many calls may start in an interval. */
  readonly limit: number;
  /** How long that is, in ms. */
  readonly interval: number;
}

/**
 * Makes a function that does what `f` does, but starts no more than `limit` calls in any `interval`. A call that comes too early blocks
 * until it may start; calls start in the order in which they were made. How many run at the same time is another matter: see `Pool`.
 *
 * Kill and timeout safety: a call that is given up before it starts does not count.
 *
 * @throws {TypeError} if an option is of a wrong type, is missing, or does not exist
 * @throws {SwitchError} the function that is returned, if it would have to wait, and the calling code cannot be suspended
 */
export function rateLimit<This, Args extends unknown[], R>(
  f: (this: This, ...args: Args) => R,
  options: RateLimitOptions,
): (this: This, ...args: Args) => R {
  assertCallback(f);
  checkOptions(options, ['limit', 'interval']);
  checkNatural(options.limit, 'limit');
  checkNumber(options.interval, 0, Infinity, 'interval');
  const gate = new Gate(options);
  return function (this: This, ...args: Args): R {
    'use greenlet';
    gate.pass();
    return Reflect.apply(f, this, args);
  };
}

/** Who waits for the time stands at the head of the queue. */
class Gate {
  readonly #head = new Semaphore(1);
  readonly #interval: number;
  /** When the last calls started, as many as count; the next one overwrites the first of them. */
  readonly #starts: number[];
  #next = 0;

  constructor({ limit, interval }: RateLimitOptions) {
    this.#interval = interval;
    this.#starts = new Array<number>(limit).fill(-Infinity);
  }

  pass(): void {
    'use greenlet';
    this.#head.acquire();
    try {
      const early = (this.#starts[this.#next] ?? 0) + this.#interval - hub.host.now();
      if (early > 0) sleep(early);
      this.#starts[this.#next] = hub.host.now();
      this.#next = (this.#next + 1) % this.#starts.length;
    } finally {
      this.#head.release();
    }
  }
}
