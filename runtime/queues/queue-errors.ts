import { brandedError } from '../core/errors/errors.ts';

/** There was nothing to get from a queue in time. */
export class Empty extends Error {
  static {
    brandedError(this, 'Empty');
  }
  constructor(message = 'the queue is empty') {
    super(message);
  }
}

/** There was no room in a queue, or in a pool, in time. */
export class Full extends Error {
  static {
    brandedError(this, 'Full');
  }
  constructor(message = 'the queue is full') {
    super(message);
  }
}

/** The queue was shut down: nothing can be put any more, and nothing is left to get. */
export class ShutDown extends Error {
  static {
    brandedError(this, 'ShutDown');
  }
  constructor(message = 'the queue was shut down') {
    super(message);
  }
}
