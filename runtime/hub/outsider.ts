import type { Linked } from './chain.ts';
import { unwatch, watch } from './deadlock.ts';
import { hub } from './index.ts';
import type { Task } from './task.ts';
import type { Wakeable } from './wait-list.ts';

/** What a promise for the end of a greenlet needs of it. */
interface Ended<R> {
  successful(): boolean;
  readonly value: R | undefined;
  readonly exception: unknown;
}

/**
 * Code outside of greenlets that waits for the end of one by way of a promise. It queues among those who wait for it, and
 * sees to it that they get a `LoopExit` if nothing can happen any more. There is one for each `run()`.
 */
export class Outsider<R> implements Wakeable<boolean>, Task {
  next: Linked | null = null;
  previous: Linked | null = null;
  readonly #greenlet: Ended<R>;
  readonly #resolve: (value: R) => void;
  readonly #reject: (error: unknown) => void;

  constructor(greenlet: Ended<R>, resolve: (value: R) => void, reject: (error: unknown) => void) {
    this.#greenlet = greenlet;
    this.#resolve = resolve;
    this.#reject = reject;
    watch();
  }

  wake(): boolean {
    hub.enqueue(this);
    return true;
  }

  execute(): void {
    const greenlet = this.#greenlet;
    unwatch();
    if (greenlet.successful()) this.#resolve(greenlet.value as R);
    else this.#reject(greenlet.exception);
  }
}
