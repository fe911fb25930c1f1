import { Semaphore } from '../sync/semaphore.ts';

/** Lets greenlets that read from one iterator do so one after another. Otherwise several may wait for what comes only once. */
export class Turns {
  readonly #free = new Semaphore();
  #waiting = 0;

  /** Whether somebody waits for its turn. */
  get hasNext(): boolean {
    return this.#waiting > 0;
  }

  /** Blocks until it is the turn of the caller, which has to end it. */
  begin(): void {
    'use greenlet';
    this.#waiting++;
    try {
      this.#free.acquire();
    } finally {
      this.#waiting--;
    }
  }

  end(): void {
    this.#free.release();
  }
}
