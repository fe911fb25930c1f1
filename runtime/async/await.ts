import { isObject } from '../contract/is-object.ts';
import { link } from '../contract/link.ts';
import { stacks } from '../contract/stacks/state.ts';
import { cannotSuspend } from '../core/borders/border.ts';
import { noteAwaited } from '../graph/awaited.ts';
import type { Context } from '../hub/host/host.ts';
import { hub } from '../hub/index.ts';
import { Followers } from '../waiting/links/followers.ts';
import { PromiseWait } from '../waiting/promises/promise-wait.ts';
import { waitMethod } from '../waiting/waiter/waiter.ts';

/** A greenlet that continues in the job of the promise needs no pass. */
const followers = new Followers(false);

/**
 * `await`: suspends the greenlet until a value that may be a promise is settled.
 *
 * @throws {SwitchError} if the running code cannot be suspended
 */
export function awaitValue(value: unknown): unknown {
  const calledByCompiledCode = link.to === awaitValue;
  link.to = null;
  if (!calledByCompiledCode) throw cannotSuspend('await');
  const promise = Promise.resolve(value);
  const waiter = new Await('await').of(promise);
  if (promise !== value && isObject(value)) noteAwaited(waiter, value);
  link.to = waitMethod;
  return waiter.wait();
}

/** `awaitValue` of what an async iterator returned: closes the iterator if the wait is interrupted. Compiled by `stepAsync`. */
export function awaitOf(promise: unknown): Await {
  return new Await('await').of(Promise.resolve(promise));
}

/** Continues its greenlet in the very job in which the promise is settled, unless others are running there, or a test says whose turn it is. */
export class Await extends PromiseWait<unknown> {
  #inJob = false;

  of(promise: Promise<unknown>): this {
    return this.followThrough(followers, promise);
  }

  override fulfilled(value: unknown): void {
    this.#inJob = true;
    super.fulfilled(value);
  }

  override rejected(error: unknown): void {
    this.#inJob = true;
    if (this.pending) stacks.tracer?.awaited(error);
    super.rejected(error);
  }

  protected override settled(context: Context | null): void {
    if (this.#inJob && link.home === null && hub.isInOrder) this.proceed(context);
    else super.settled(context);
  }
}
