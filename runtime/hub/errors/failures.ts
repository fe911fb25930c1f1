import type { Greenlet } from '../../core/greenlet.ts';
import type { Host } from '../host/host.ts';

type Fail = NonNullable<Host['fail']>;

/**
 * The errors that were reported. As long as there is one that nobody has asked for, the program counts as failed: its
 * exit code is that of an unhandled rejection, though everybody else goes on.
 */
export class Failures {
  readonly #unasked = new WeakSet<Greenlet>();
  #count = 0;
  #takeBack: (() => void) | undefined;

  /** @param greenlet the one that died of the error; null if it was none */
  add(greenlet: Greenlet | null, fail: Fail | undefined): void {
    if (greenlet !== null) this.#unasked.add(greenlet);
    this.#count++;
    this.#takeBack ??= fail?.();
  }

  /** Somebody has asked for the error after all. */
  remove(greenlet: Greenlet): void {
    if (!this.#unasked.delete(greenlet)) return;
    this.#count--;
    if (this.#count > 0) return;
    this.#takeBack?.();
    this.#takeBack = undefined;
  }
}
