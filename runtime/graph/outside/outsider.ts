import type { Linked } from '../../waiting/links/chain.ts';
import { watching } from '../watching.ts';
import { hub } from '../../hub/index.ts';
import type { Task } from '../../hub/task.ts';
import type { Wakeable } from '../../waiting/links/wait-list.ts';

/** What a promise for the end of a greenlet needs of it. */
interface Ended<R> {
  successful(): boolean;
  /** Whether it was killed, so that the error is no news. */
  readonly killed: boolean;
  /** Whether that was by a `GreenletExit`. */
  readonly exited: boolean;
  readonly value: R | undefined;
  readonly exception: unknown;
}

/** `wasKilled`: it need not count as unhandled. */
type Reject = (error: unknown, wasKilled: boolean) => void;

/**
 * Code outside of greenlets that waits for the end of one by way of a promise. It queues among those who wait for it, and
 * sees to it that they get a `LoopExit` if nothing can happen any more. There is one for each `run()`.
 */
export class Outsider<R> implements Wakeable<boolean>, Task {
  next: Linked | null = null;
  previous: Linked | null = null;
  readonly #greenlet: Ended<R>;
  readonly #resolve: (value: R) => void;
  readonly #reject: Reject;
  readonly #isTopLevel: boolean;

  /** @param isTopLevel whether the greenlet is the top level of a module, for which the engine waits, and nobody else */
  constructor(greenlet: Ended<R>, resolve: (value: R) => void, reject: Reject, isTopLevel: boolean) {
    this.#greenlet = greenlet;
    this.#resolve = resolve;
    this.#reject = reject;
    this.#isTopLevel = isTopLevel;
    watching.watch();
  }

  wake(): boolean {
    hub.enqueue(this);
    return true;
  }

  execute(): void {
    const greenlet = this.#greenlet;
    watching.unwatch();
    // What the others do from now on is no concern of whoever waited.
    if (!this.#isTopLevel) hub.live.mark();
    if (greenlet.exited) this.#reject(greenlet.value, true);
    else if (greenlet.successful()) this.#resolve(greenlet.value as R);
    else this.#reject(greenlet.exception, greenlet.killed);
  }
}
