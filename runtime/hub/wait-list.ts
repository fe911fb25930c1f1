import type { WaitingRoom } from './waiter.ts';

/** A waiter, or a callback that queues in its place. */
export interface Wakeable<T> {
  readonly pending: boolean;
  /** Returns false, and does nothing, if it cannot be woken any more. */
  wake(value: T): boolean;
}

/** Those who wait for the same thing, in the order of their arrival. Waking them never runs them. */
export class WaitList<T = void, W extends Wakeable<T> = Wakeable<T>> implements WaitingRoom<W> {
  readonly #waiting = new Set<W>();

  add(waiter: W): void {
    this.#waiting.add(waiter);
  }

  leave(waiter: W): void {
    this.#waiting.delete(waiter);
  }

  /** The one that has waited longest. Those that were killed but have not run since are passed over. */
  get first(): W | undefined {
    for (const waiter of this.#waiting) if (waiter.pending) return waiter;
    return undefined;
  }

  find(matches: (waiter: W) => boolean): W | undefined {
    for (const waiter of this.#waiting) if (matches(waiter)) return waiter;
    return undefined;
  }

  /** Empties the list and returns who was in it. */
  takeAll(): W[] {
    const all = [...this.#waiting];
    this.#waiting.clear();
    return all;
  }

  /** Hands `value` to the one that has waited longest; returns false if nobody waits. */
  wakeNext(value: T): boolean {
    for (const waiter of this.#waiting) {
      this.#waiting.delete(waiter);
      if (waiter.wake(value)) return true;
    }
    return false;
  }

  /** Returns the last one that was woken. */
  wakeAll(value: T): W | undefined {
    let last: W | undefined;
    for (const waiter of this.#waiting) if (waiter.wake(value)) last = waiter;
    this.#waiting.clear();
    return last;
  }
}
