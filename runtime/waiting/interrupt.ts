import { Cancellation, cancellations, type CancellationKind } from '../contract/cancellations.ts';
import { link } from '../contract/link.ts';
import type { Greenlet } from '../core/greenlet.ts';
import { DRIVING } from '../core/phase.ts';
import { hub } from '../hub/index.ts';
import type { PendingError } from '../hub/mailbox.ts';
import type { Task } from '../hub/task.ts';

/** The brand of `Waiter`, which builds on this file. */
const WAITER = Symbol.for('greenlets:v1:Waiter');

/** What an interrupt needs of a wait. */
interface Wait {
  isPatient(): boolean;
  fail(error: unknown): boolean;
}

function isWait(frame: object | null): frame is Wait {
  return frame !== null && WAITER in frame;
}

/**
 * A cancellation on its way into a greenlet: what `kill`, `Timeout` and signals do.
 *
 * A greenlet that waits takes it there. One whose wait has already ended, or that is running, takes it when it waits
 * next: what it was given is not lost, and neither is the error (gevent loses it if it comes between two `sleep(0)`).
 *
 * A timeout that was started before another cancellation was raised is outside of what that one ends, or is ended by it:
 * it is postponed lest it replaces the other one in a `finally` block.
 */
export class Interrupt extends Cancellation implements PendingError {
  readonly greenlet: Greenlet;
  cancelled = false;
  readonly #createdAt = cancellations.tick();

  constructor(greenlet: Greenlet, error: unknown, kind: CancellationKind) {
    super(error, kind);
    this.greenlet = greenlet;
  }

  /** Never switches; the greenlet sees the error in a later pass. */
  deliver(): void {
    const { greenlet } = this;
    if (greenlet.dead || this.cancelled) return;
    const earlier = this.kind === 'timeout' ? cancellations.raisedSince(greenlet, this.#createdAt) : undefined;
    if (earlier !== undefined && earlier !== this) earlier.postpone(this);
    else if (greenlet === link.current || greenlet.phase === DRIVING) hub.mailbox.put(greenlet, this);
    else if (isWait(greenlet.top)) this.#interruptWait(greenlet.top);
    else hub.enqueue(new Raising(this));
  }

  /** The greenlet is about to see the error. */
  raised(): void {
    cancellations.begin(this.greenlet, this);
  }

  /** From now on the error is an ordinary one. If it has not been raised yet it will not be. */
  end(): void {
    this.cancelled = true;
    cancellations.end(this.greenlet, this);
    this.raisePostponed();
  }

  #interruptWait(waiter: Wait): void {
    if (!waiter.isPatient() && waiter.fail(this.error)) this.raised();
    else hub.mailbox.put(this.greenlet, this);
  }
}

/**
 * For a greenlet that has switched away rather than waited, or has not started. Errors to come keep this object, as a
 * receiver of their stack: it must not hold the one before.
 */
class Raising implements Task {
  #interrupt: Interrupt | null;

  constructor(interrupt: Interrupt) {
    this.#interrupt = interrupt;
  }

  get greenlet(): Greenlet | undefined {
    return this.#interrupt?.greenlet;
  }

  execute(): void {
    const interrupt = this.#interrupt;
    this.#interrupt = null;
    if (interrupt === null || interrupt.cancelled || interrupt.greenlet.dead) return;
    const { greenlet, error } = interrupt;
    // It may have come to wait since.
    if (isWait(greenlet.top)) return interrupt.deliver();
    interrupt.raised();
    hub.resume(greenlet, null, error, true);
  }
}
