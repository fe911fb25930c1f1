import { hub } from './hub/index.ts';

/** A timeout for several waits together. */
export class Deadline {
  readonly #end: number | null;

  /** @param timeout in ms; null and undefined never end */
  constructor(timeout: number | null | undefined) {
    this.#end = timeout === null || timeout === undefined ? null : hub.host.now() + timeout;
  }

  /** The timeout for the next wait. */
  get left(): number | null {
    return this.#end === null ? null : Math.max(0, this.#end - hub.host.now());
  }
}
