import { hub } from '../hub/index.ts';
import { checkTimeout } from '../hub/time/milliseconds.ts';
import { timeoutOf, type Limit } from './limit.ts';

/** A limit for several waits together. */
export class Deadline {
  readonly #end: number | null;
  readonly #signal: AbortSignal | null;

  /**
   * @param limit null and undefined never end
   * @throws {TypeError} if its time is not a number
   * @throws {RangeError} if its time is negative
   */
  constructor(limit: Limit) {
    const timeout = timeoutOf(limit);
    if (timeout !== null) checkTimeout(timeout);
    this.#end = timeout === null ? null : hub.host.now() + timeout;
    this.#signal = (typeof limit === 'object' ? limit?.signal : null) ?? null;
  }

  /** The limit for the next wait. */
  get left(): Limit {
    const timeout = this.#end === null ? null : Math.max(0, this.#end - hub.host.now());
    return this.#signal === null ? timeout : { timeout, signal: this.#signal };
  }
}
