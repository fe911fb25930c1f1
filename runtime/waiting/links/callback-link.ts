import { unlink, type Linked } from './chain.ts';
import { hub } from '../../hub/index.ts';
import type { Task } from '../../hub/task.ts';
import { reportRejection } from '../promises/report-rejection.ts';
import type { Wakeable } from './wait-list.ts';

/** The link in which a callback is; null if it has been in several at once. */
const links = new WeakMap<object, Linked | null>();

/** A callback that queues among those who wait, and is called by the hub when they are woken. */
export class Link<Source = void> implements Wakeable<boolean>, Task {
  next: Linked | null = null;
  previous: Linked | null = null;
  /** By which `unlink` finds it. */
  readonly callback: object;
  readonly source: Source;
  readonly #call: (source: Source) => unknown;
  #pending = true;

  /** @param source what `call` is called with */
  constructor(callback: object, call: (source: Source) => unknown, source: Source) {
    this.callback = callback;
    this.source = source;
    this.#call = call;
    const other = links.get(callback);
    const isOnly = other === undefined || other?.next === null;
    links.set(callback, isOnly ? this : null);
  }

  wake(): boolean {
    const pending = this.#pending;
    this.#pending = false;
    if (pending) hub.enqueue(this);
    return pending;
  }

  execute(): void {
    const call = this.#call;
    reportRejection(call(this.source), null);
  }
}

/**
 * Removes the first link with this callback from a list of waiters. Only a callback that has been in several lists, or several times
 * in one, is searched for.
 *
 * @param source what the list belongs to
 */
export function unlinkFrom(room: LinkRoom, callback: object, source: unknown): void {
  const only = links.get(callback);
  const link = only === null ? room.find((waiter) => waiter instanceof Link && waiter.callback === callback) : only;
  if (link instanceof Link && link.source === source) unlink(link);
}

interface LinkRoom {
  find(matches: (waiter: Wakeable<boolean>) => boolean): Wakeable<boolean> | undefined;
}
