import { Semaphore } from '../sync/semaphore.ts';

/** Lets greenlets that read from one iterator do so one after another. Otherwise several may wait for what comes only once. */
export class Turns {
  readonly #free = new Semaphore();
  #waiting = 0;

  /** Takes a step when it is the turn of the caller. */
  inTurn<R>(step: () => R): R {
    'use greenlet';
    this.#waiting++;
    try {
      this.#free.acquire();
    } finally {
      this.#waiting--;
    }
    try {
      return step();
    } finally {
      this.#free.release();
    }
  }

  /**
   * Waits for what the iterator owes. A loop does not close an iterator whose step has thrown: so that is done here if the wait is interrupted, unless
   * somebody else waits for its turn.
   */
  await<R>(wait: () => R, close: () => void): R {
    'use greenlet';
    let arrived = false;
    try {
      const result = wait();
      arrived = true;
      return result;
    } finally {
      if (!arrived) this.#closeIfAlone(close);
    }
  }

  #closeIfAlone(close: () => void): void {
    if (this.#waiting === 0) close();
  }
}
