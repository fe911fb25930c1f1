import { unlink, type Linked } from './chain.ts';
import { hub } from '../../hub/index.ts';
import type { Task } from '../../hub/task.ts';
import { reportRejection } from '../promises/report-rejection.ts';
import type { Wakeable } from './wait-list.ts';

/** A callback that queues among those who wait, and is called by the hub when they are woken. */
export class Link<Source = void> implements Wakeable<boolean>, Task {
  next: Linked | null = null;
  previous: Linked | null = null;
  /** By which `unlink` finds it. */
  readonly callback: unknown;
  readonly #call: (source: Source) => unknown;
  readonly #source: Source;
  #pending = true;

  /** @param source what `call` is called with */
  constructor(callback: unknown, call: (source: Source) => unknown, source: Source) {
    this.callback = callback;
    this.#call = call;
    this.#source = source;
  }

  wake(): boolean {
    const pending = this.#pending;
    this.#pending = false;
    if (pending) hub.enqueue(this);
    return pending;
  }

  execute(): void {
    const call = this.#call;
    reportRejection(call(this.#source), null);
  }
}

/** Removes the first link with this callback from a list of waiters. */
export function unlinkFrom(room: LinkRoom, callback: unknown): void {
  const link = room.find((waiter) => waiter instanceof Link && waiter.callback === callback);
  if (link !== undefined) unlink(link);
}

interface LinkRoom {
  find(matches: (waiter: Wakeable<boolean>) => boolean): Wakeable<boolean> | undefined;
}
