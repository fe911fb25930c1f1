import { Semaphore } from './semaphore.ts';

/** A semaphore that cannot be released more often than it was acquired: that is nearly always a mistake. */
export class BoundedSemaphore extends Semaphore {
  readonly #initialCount: number;

  /** @throws {RangeError} if `count` is negative */
  constructor(count = 1) {
    super(count);
    this.#initialCount = count;
  }

  /** @throws {RangeError} if all units are there already */
  override release(): void {
    if (this.count >= this.#initialCount) throw new RangeError('this semaphore was released more often than acquired');
    super.release();
  }
}
