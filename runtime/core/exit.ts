import { Cancellation } from '../contract/cancellations.ts';

/** A kill by `throw()`, which has been delivered. */
export class Exit extends Cancellation {
  constructor(error: unknown) {
    super(error, 'kill');
  }

  /** If another one had to come first, this one is of no account any more. */
  deliver(): void {
    // There is no scheduler at this level that could raise it again.
  }
}
