import { branded } from '../core/errors/errors.ts';
import { misuse } from '../core/errors/expected.ts';
import { NO_OPTIONS } from '../core/errors/options.ts';
import type { NameOptions } from '../graph/names.ts';
import { Semaphore } from './semaphore.ts';

/** A semaphore that cannot be released more often than it was acquired: that is nearly always a mistake. */
export class BoundedSemaphore extends Semaphore {
  static {
    branded(this, 'BoundedSemaphore');
  }

  readonly #initialCount: number;

  /**
   * @param count how many units there are
   * @throws {RangeError} if `count` is negative
   * @throws {TypeError} if an argument has the wrong type
   */
  constructor(count = 1, options: NameOptions = NO_OPTIONS) {
    super(count, options);
    this.#initialCount = count;
  }

  /** @throws {RangeError} if all units are there already */
  override release(): void {
    if (this.count >= this.#initialCount)
      throw misuse(new RangeError('this semaphore was released more often than acquired'));
    super.release();
  }
}
