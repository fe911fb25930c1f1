import { link } from '../contract/link.ts';
import type { Greenlet } from '../core/greenlet.ts';
import { DRIVING } from '../core/phase.ts';
import { hub } from './index.ts';
import type { PendingError } from './mailbox.ts';
import type { Task } from './task.ts';
import { Waiter } from './waiter.ts';

/**
 * An error on its way into a greenlet: what `kill` and `Timeout` do.
 *
 * A greenlet that waits takes it there. One whose wait has already ended, or that is running, takes it when it waits
 * next: what it was given is not lost, and neither is the error (gevent loses it if it comes between two `sleep(0)`).
 */
export class Interrupt implements PendingError, Task {
  readonly greenlet: Greenlet;
  error: unknown;
  cancelled = false;

  constructor(greenlet: Greenlet, error: unknown) {
    this.greenlet = greenlet;
    this.error = error;
  }

  /** Never switches; the greenlet sees the error in a later pass. */
  deliver(): void {
    const { greenlet } = this;
    if (greenlet.dead || this.cancelled) return;
    if (greenlet === link.current || greenlet.phase === DRIVING) hub.mailbox.put(greenlet, this);
    else if (greenlet.top instanceof Waiter) this.#interruptWait(greenlet.top);
    else hub.enqueue(this);
  }

  /** For a greenlet that has switched away rather than waited, or has not started. It may have come to wait since. */
  execute(): void {
    const { greenlet, error } = this;
    if (greenlet.top instanceof Waiter) return this.deliver();
    // Errors to come keep this object, as a receiver of their stack. It must not hold the one before.
    this.error = undefined;
    if (!greenlet.dead && !this.cancelled) hub.resume(greenlet, null, error, true);
  }

  #interruptWait(waiter: Pick<Waiter, 'fail'>): void {
    if (!waiter.fail(this.error)) hub.mailbox.put(this.greenlet, this);
  }
}
