import { cancellations } from '../contract/cancellations/cancellations.ts';
import type { AnyFunction } from '../contract/frame.ts';
import { isInstance } from '../contract/is-instance.ts';
import { isObject } from '../contract/is-object.ts';
import { link } from '../contract/link.ts';
import { stacks } from '../contract/stacks/state.ts';
import { Greenlet } from '../core/greenlet.ts';
import { assertRoom } from '../core/switching/lost.ts';
import { undisturbed } from '../core/switching/samples.ts';
import { hub } from '../hub/index.ts';
import { unseen } from '../hub/told.ts';
import { bodies, bodyOf, type Body } from '../waiting/promises/called-bodies.ts';
import { ResultWait } from '../waiting/promises/result-wait.ts';
import { waitForResultsBy } from '../waiting/promises/result-waits.ts';
import { ScheduledGreenlet } from '../waiting/scheduled-greenlet.ts';
import { isThenable } from '../waiting/promises/thenable.ts';

// Nothing but these bodies takes part in a wait for a result.
waitForResultsBy((reason, promise, since) => new ResultWait<unknown>(reason).of(promise, since));

/**
 * Calls a compiled `async` function: runs its body in a greenlet of its own, at once and up to the first wait, and
 * returns a promise for its result. Jobs come in the same order as with a native async function.
 *
 * Kill and timeout safety: if the greenlet is killed the promise is rejected, but does not count as unhandled.
 */
export function startAsync(body: AnyFunction, args: ArrayLike<unknown>): Promise<unknown> {
  const greenlet = begun(new AsyncGreenlet(body, args));
  greenlet.wasCalled();
  return greenlet.promise;
}

/** A frame of its own on the stack, by which traces tell such a greenlet from one that a scheduler runs. */
export function begun<G extends Greenlet>(greenlet: G): G {
  hub.startHere(greenlet);
  return greenlet;
}

function sampleBegun(capture: () => void): void {
  unseen(() => void begun(new Greenlet<[]>(capture) as unknown as Greenlet));
}

stacks.samples.push({
  kind: 'async',
  run: (capture) => undisturbed(() => sampleBegun(capture)),
});

class AsyncGreenlet extends ScheduledGreenlet implements Body {
  readonly promise: Promise<unknown>;
  caller = link.current;
  calledAt = 0;
  tail: Body | null = null;
  isSettled = false;
  #resolve!: (value: unknown) => void;
  #reject!: (error: unknown) => void;

  constructor(body: AnyFunction, args: ArrayLike<unknown>) {
    super(body, args);
    this.promise = new Promise((resolve, reject) => {
      this.#resolve = resolve;
      this.#reject = reject;
    });
  }

  /** The function is about to return its promise. */
  wasCalled(): void {
    const body = this.dead ? this.tail : this;
    if (body !== null) this.#standFor(body, link.current, cancellations.tick());
  }

  protected override settle(failed: boolean, content: unknown, exited: boolean): void {
    // A promise that is rejected where the stack is full is one that nobody can wait for: the error goes to the caller instead.
    if (failed && isInstance(content, RangeError)) assertRoom();
    if (exited || (failed && this.endedByKill(content))) this.promise.catch(() => undefined);
    const rejected = failed || exited;
    if (!rejected && isObject(content)) this.tail = bodyOf(content, this, 0);
    this.isSettled = rejected || !isPending(content);
    if (this.calledAt > 0) this.#standFor(this.tail, this.caller, this.calledAt);
    if (rejected) this.#reject(content);
    else this.#resolve(content);
  }

  /** From now on its promise stands for `body`; if that is null, for nobody who could be interrupted. */
  #standFor(body: Body | null, caller: Greenlet | null, calledAt: number): void {
    if (body !== null) {
      body.caller = caller;
      body.calledAt = calledAt;
    }
    bodies.set(this.promise, body);
  }
}

/** Whether a promise that is resolved with `content` has to wait for it. One whose `then` cannot be read rejects the promise at once. */
function isPending(content: unknown): boolean {
  try {
    return isThenable(content);
  } catch {
    return false;
  }
}
