import { hub } from './index.ts';
import type { Task } from './task.ts';
import type { Wakeable } from './wait-list.ts';

/** A callback that queues among those who wait, and is called by the hub when they are woken. */
export class Link implements Wakeable<void>, Task {
  /** By which `unlink` finds it. */
  readonly callback: unknown;
  readonly #call: () => void;
  #pending = true;

  constructor(callback: unknown, call: () => void) {
    this.callback = callback;
    this.#call = call;
  }

  get pending(): boolean {
    return this.#pending;
  }

  wake(): boolean {
    const { pending } = this;
    this.#pending = false;
    if (pending) hub.enqueue(this);
    return pending;
  }

  execute(): void {
    this.#call();
  }
}

/** Removes the first link with this callback from a list of waiters. */
export function unlinkFrom(room: LinkRoom, callback: unknown): void {
  const link = room.find((waiter) => waiter instanceof Link && waiter.callback === callback);
  if (link !== undefined) room.leave(link);
}

interface LinkRoom {
  find(matches: (waiter: Wakeable<void>) => boolean): Wakeable<void> | undefined;
  leave(waiter: Wakeable<void>): void;
}
