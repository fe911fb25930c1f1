import { Chain, unlink, type Linked } from './chain.ts';

/** A waiter, or a callback that queues in its place. It leaves the list when it is woken, or ceases to wait. */
export interface Wakeable<T> extends Linked {
  /** Returns false, and does nothing, if it cannot be woken any more. */
  wake(value: T): boolean;
}

/** Those who wait for the same thing, in the order of their arrival. Waking them never runs them. */
export class WaitList<T = void, W extends Wakeable<T> = Wakeable<T>> extends Chain<W> {
  // Written out, for the engine does not inline the constructor that a derived class has otherwise.
  // eslint-disable-next-line @typescript-eslint/no-useless-constructor
  constructor() {
    super();
  }

  find(matches: (waiter: W) => boolean): W | undefined {
    for (let member = this.next; member !== this; member = member.next ?? this) {
      if (matches(member as W)) return member as W;
    }
    return undefined;
  }

  /** Empties the list and returns who was in it. */
  takeAll(): W[] {
    const all = [...this];
    this.clear();
    return all;
  }

  /** Hands `value` to the one that has waited longest; returns false if nobody waits. */
  wakeNext(value: T): boolean {
    for (let { first } = this; first !== undefined; { first } = this) {
      unlink(first);
      if (first.wake(value)) return true;
    }
    return false;
  }

  /** Returns the last one that was woken. */
  wakeAll(value: T): W | undefined {
    let last: W | undefined;
    for (let { first } = this; first !== undefined; { first } = this) {
      unlink(first);
      if (first.wake(value)) last = first;
    }
    return last;
  }
}
