import { Followers, type Callbacks, type Follower } from '../links/followers.ts';
import type { Ending } from '../waiter/wait-states.ts';
import { Waiter } from '../waiter/waiter.ts';

const followers = new Followers(true);

/** A wait for a promise. */
export class PromiseWait<T> extends Waiter<T> implements Follower<T> {
  private callbacks: Callbacks | null;
  /** Whether the promise has ended the wait, and nothing else. */
  isAnswered: boolean;

  /** @throws {SwitchError} if the running code cannot be suspended */
  constructor(reason: string) {
    super(reason);
    this.callbacks = null;
    this.isAnswered = false;
  }

  /** What it waits for; null if that is over, or a promise with a `then` of its own. */
  get promise(): Promise<unknown> | null {
    return this.callbacks?.promise ?? null;
  }

  /** Ends with what the promise comes to. Returns the waiter itself. */
  follow(promise: PromiseLike<T>): this {
    this.callbacks = followers.add(Promise.resolve(promise), this);
    return this;
  }

  /** The same, told by others; they say how to tell that the wait was given up. */
  protected followThrough(others: Followers, promise: Promise<T>): this {
    this.callbacks = others.addToNative(promise, this);
    return this;
  }

  /** Internal: the promise calls back. @internal */
  fulfilled(value: T): void {
    this.isAnswered = this.pending;
    this.wake(value);
  }

  /** Internal: the promise calls back. @internal */
  rejected(error: unknown): void {
    this.isAnswered = this.pending;
    this.fail(error);
  }

  protected override settle(how: Ending, content: unknown): boolean {
    const settled = super.settle(how, content);
    if (settled) this.giveUp();
    return settled;
  }

  protected override leave(): void {
    super.leave();
    this.giveUp();
  }

  private giveUp(): void {
    this.callbacks?.left();
    this.callbacks = null;
  }
}
