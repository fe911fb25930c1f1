import { Cancellation } from '../contract/cancellations/cancellations.ts';

/** A kill by `throw()`, which has been delivered. */
export class Exit extends Cancellation {
  override readonly greenlet: object;

  /** @param greenlet the one that is killed; it may be raised in another that has its place */
  constructor(error: unknown, greenlet: object) {
    super(error, 'kill');
    this.greenlet = greenlet;
  }

  /** If another one had to come first, this one is of no account any more. */
  deliver(): void {
    // There is no scheduler at this level that could raise it again.
  }
}
