import type { Greenlet } from '../../core/greenlet.ts';
import type { Context } from '../../hub/host/host.ts';
import type { Task } from '../../hub/task.ts';

/** Something that goes on in the context in which it stopped. */
interface Continuable {
  readonly greenlet: Greenlet;
  proceed(context: Context): void;
}

/** Continues it there. */
export class Continuation implements Task {
  readonly #waiter: Continuable;
  readonly #context: Context;

  constructor(waiter: Continuable, context: Context) {
    this.#waiter = waiter;
    this.#context = context;
  }

  execute(): void {
    this.#waiter.proceed(this.#context);
  }

  get greenlet(): Greenlet {
    return this.#waiter.greenlet;
  }
}
