import { cancellations } from '../../contract/cancellations/cancellations.ts';
import type { Greenlet } from '../../core/greenlet.ts';
import { hub } from '../../hub/index.ts';
import { bodyOf, type Body } from './called-bodies.ts';
import { Interrupt } from '../interrupt.ts';
import { PromiseWait } from './promise-wait.ts';
import type { Ending } from '../waiter/wait-states.ts';

/**
 * A wait for the promise of a function that was called for its result.
 *
 * If that is the promise of a compiled `async` function which this greenlet has called itself, the body of that function takes the
 * place of this greenlet: what interrupts the one is handed on to the other, and comes back, as a cancellation, with the promise. So the
 * `finally` blocks of the body run, and may wait. Other promises may have other readers.
 */
export class ResultWait<T> extends PromiseWait<T> {
  /** What it waits for; null if that is no such body. */
  private body: Body | null;

  /** @throws {SwitchError} if the running code cannot be suspended */
  constructor(reason: string) {
    super(reason);
    this.body = null;
  }

  /** Ends with what the promise comes to, which a function has returned that was called after `since`. Returns the waiter itself. */
  of(promise: PromiseLike<T>, since: number): this {
    this.body = bodyOf(promise, this.greenlet, since);
    return this.follow(promise);
  }

  override get delegate(): Greenlet | null {
    const body = this.currentBody();
    return body === null || body.dead ? null : body;
  }

  /** The result is on its way already. */
  override isPatient(): boolean {
    return this.currentBody()?.isSettled === true;
  }

  override rejected(error: unknown): void {
    if (this.pending) this.inherit(error);
    super.rejected(error);
  }

  protected override takeMail(): void {
    const { delegate } = this;
    if (delegate === null) return this.isPatient() ? undefined : super.takeMail();
    for (const mail of hub.mailbox.takeAll(this.greenlet)) {
      if (mail instanceof Interrupt) mail.deliverTo(delegate);
      else if (this.fail(mail.error)) mail.raised();
      else hub.mailbox.put(this.greenlet, mail);
    }
  }

  protected override settle(how: Ending, content: unknown): boolean {
    const settled = super.settle(how, content);
    if (settled) this.takeBack();
    return settled;
  }

  protected override leave(): void {
    super.leave();
    this.takeBack();
  }

  /** The body, or the one whose promise that has returned. */
  private currentBody(): Body | null {
    while (this.body !== null && this.body.tail !== null) this.body = this.body.tail;
    return this.body;
  }

  /** What was handed on to the body, and has ended it, goes on here. */
  private inherit(error: unknown): void {
    const body = this.currentBody();
    if (body === null) return;
    const cancellation = cancellations.find(body, error);
    if (cancellation !== undefined && cancellation.greenlet !== body) cancellation.raisedIn(body, this.greenlet);
  }

  /** What was handed on to the body, but could not be raised there any more. */
  private takeBack(): void {
    const body = this.currentBody();
    this.body = null;
    if (body === null) return;
    for (const mail of hub.mailbox.takeAll(body)) {
      if (mail instanceof Interrupt && mail.greenlet !== body) mail.deliver();
      else hub.mailbox.put(body, mail);
    }
  }
}
