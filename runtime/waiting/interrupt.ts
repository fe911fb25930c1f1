import { Cancellation, cancellations, type CancellationKind } from '../contract/cancellations/cancellations.ts';
import { link } from '../contract/link.ts';
import { abortSignal } from '../cancellation/greenlet-signal.ts';
import { branded } from '../core/errors/errors.ts';
import type { Greenlet } from '../core/greenlet.ts';
import { DRIVING } from '../core/switching/phase.ts';
import { hub } from '../hub/index.ts';
import type { PendingError } from '../hub/mailbox.ts';
import type { Task } from '../hub/task.ts';
import { originOf, passOn } from './origin.ts';

/** The brand of `Waiter`, which builds on this file. */
const WAITER = Symbol.for('greenlets:v1:Waiter');

/** What an interrupt needs of a wait. */
interface Wait {
  readonly delegate: Greenlet | null;
  isPatient(): boolean;
  fail(error: unknown): boolean;
}

function isWait(frame: object | null): frame is Wait {
  return frame !== null && WAITER in frame;
}

function isRunning(greenlet: Greenlet): boolean {
  return greenlet === link.current || greenlet.phase === DRIVING;
}

/** Who is interrupted in the place of a greenlet that waits for what that one does; null if it is the greenlet itself. */
export function delegateOf(greenlet: Greenlet): Greenlet | null {
  return !isRunning(greenlet) && isWait(greenlet.top) ? greenlet.top.delegate : null;
}

/**
 * A cancellation on its way into a greenlet: what `kill`, `Timeout` and signals do.
 *
 * A greenlet that waits takes it there. One whose wait has already ended, or that is running, takes it when it waits
 * next: what it was given is not lost, and neither is the error (gevent loses it if it comes between two `sleep(0)`).
 *
 * A timeout that was started before another cancellation was raised is outside of what that one ends, or is ended by it:
 * it is postponed lest it replaces the other one in a `finally` block.
 *
 * A kill that is passed on, and a signal that is given to several, may come by several ways: that is raised once, lest it interrupts
 * its own clean-up.
 */
export class Interrupt extends Cancellation implements PendingError {
  static {
    branded(this, 'Interrupt');
  }
  /** Whom it is for. */
  override readonly greenlet: Greenlet;
  cancelled = false;
  /** In whom it is raised: the one that it is for, or the body of an `async` function which that one has called. */
  #holder: Greenlet;
  readonly #since: number;
  /** Who has raised it, and those who have raised the same since. */
  readonly #killers: object[];

  /**
   * @param killer who raises it; null for signals, which are aborted once
   * @param since when what it ends began
   */
  constructor(
    greenlet: Greenlet,
    error: unknown,
    kind: CancellationKind,
    killer: object | null = null,
    since = cancellations.tick(),
  ) {
    super(error, kind);
    if (killer !== null) passOn(killer, error);
    this.#killers = killer === null ? [] : [killer];
    this.greenlet = greenlet;
    this.#holder = greenlet;
    this.#since = since;
  }

  /** Never switches; the greenlet sees the error in a later pass. */
  deliver(): void {
    this.deliverTo(this.greenlet);
  }

  /** Internal: the same for the one that it is for, or for one that takes its place. @internal */
  deliverTo(greenlet: Greenlet): void {
    if (greenlet.dead || this.cancelled) return;
    const earlier = this.kind === 'timeout' ? cancellations.raisedSince(greenlet, this.#since) : undefined;
    if (earlier !== undefined && earlier !== this) return earlier.postpone(this);
    const delegate = delegateOf(greenlet);
    if (delegate !== null) return this.deliverTo(delegate);
    if (this.#hasCome(greenlet)) return;
    this.#holder = greenlet;
    if (isRunning(greenlet)) hub.mailbox.put(greenlet, this);
    else if (isWait(greenlet.top)) this.#interruptWait(greenlet.top);
    else hub.enqueue(new Raising(this, greenlet));
  }

  override report(failure: unknown): void {
    if (!Object.is(failure, this.error)) hub.handleError(failure, this.greenlet);
  }

  /** The greenlet is about to see the error. */
  raised(): void {
    cancellations.begin(this.#holder, this);
  }

  /** Internal: it has ended the one in whom it was raised, and goes on in the one that waits for that. @internal */
  override raisedIn(from: Greenlet, to: Greenlet): void {
    super.raisedIn(from, to);
    this.#holder = to;
  }

  /** From now on the error is an ordinary one. If it has not been raised yet it will not be. */
  end(): void {
    this.cancelled = true;
    cancellations.end(this.#holder, this);
    this.raisePostponed();
  }

  /** Internal: whether it is over when a scope ends, whatever becomes of the greenlet. @internal */
  get endsWithScope(): boolean {
    return this.kind === 'timeout';
  }

  /** Internal: whether it was raised for the sake of one wait only. @internal */
  get isOfWait(): boolean {
    return this.#killers.length === 0;
  }

  /** Whether the same is on its way in the greenlet, from somebody else. */
  #hasCome(greenlet: Greenlet): boolean {
    if (this.kind === 'timeout') return false;
    const raised = cancellations.unhandled(greenlet).find((other) => this.#isSame(other));
    const same = raised ?? hub.mailbox.peek(greenlet).find((other) => this.#isSame(other));
    if (!(same instanceof Interrupt) || !(#killers in same)) return false;
    if (!same.endsWithScope) return same.#joinedBy(this.#killers);
    // What ends with a scope does not stand for what goes on after it. The error is under way, and will be that of both.
    if (raised === undefined || !Object.is(same.error, this.error)) return false;
    this.#holder = greenlet;
    this.raised();
    return true;
  }

  #isSame(other: Cancellation | PendingError): boolean {
    if (other === this || !(other instanceof Interrupt) || other.cancelled || other.kind === 'timeout') return false;
    return Object.is(originOf(other.error), originOf(this.error));
  }

  /** Returns false if one of them has raised it before, and so means it. */
  #joinedBy(killers: readonly object[]): boolean {
    if (killers.some((killer) => this.#killers.includes(killer))) return false;
    this.#killers.push(...killers);
    return true;
  }

  #interruptWait(waiter: Wait): void {
    if (!waiter.isPatient() && waiter.fail(this.error)) this.raised();
    else hub.mailbox.put(this.#holder, this);
  }
}

/**
 * For a greenlet that has switched away rather than waited, or has not started. Errors to come keep this object, as a
 * receiver of their stack: it must not hold the one before.
 */
class Raising implements Task {
  readonly greenlet: Greenlet;
  #interrupt: Interrupt | null;

  constructor(interrupt: Interrupt, greenlet: Greenlet) {
    this.greenlet = greenlet;
    this.#interrupt = interrupt;
  }

  execute(): void {
    const interrupt = this.#interrupt;
    const { greenlet } = this;
    this.#interrupt = null;
    if (interrupt === null || interrupt.cancelled) return;
    // It may have come to wait since, or have ended and left somebody who waits for it.
    if (greenlet.dead || isWait(greenlet.top)) return interrupt.deliver();
    interrupt.raised();
    hub.resume(greenlet, null, interrupt.error, true);
  }
}

/** The kill of a greenlet, which aborts its signal, too. */
export class Kill extends Interrupt {
  override get isOfWait(): boolean {
    return false;
  }

  /** The kill comes first: waits that the signal interrupts are part of it. */
  override deliverTo(greenlet: Greenlet): void {
    if (greenlet.dead) return;
    super.deliverTo(greenlet);
    abortSignal(greenlet, this.error);
  }
}
