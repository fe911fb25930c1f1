import { Chain, unlink } from '../waiting/links/chain.ts';
import type { WaitList } from '../waiting/links/wait-list.ts';
import { Waiter } from '../waiting/waiter/waiter.ts';
import type { Store } from './queue-store.ts';

/** A greenlet that waits for room for its item. */
export class Putter<T> extends Waiter {
  readonly item: T;

  constructor(item: T, room: WaitList<void, Putter<T>>) {
    super('Queue.put()', room);
    this.item = item;
  }
}

/** A greenlet that waits for an item. */
export class Getter<T> extends Waiter {
  // Neither initialized here nor private to the engine: it would not inline the constructor.
  private readonly claims: Claims<T>;
  /** Whether it has been given its item. */
  served: boolean;
  item: T | undefined;

  constructor(reason: string, room: WaitList<void, Getter<T>>, claims: Claims<T>) {
    super(reason, room);
    this.claims = claims;
    this.served = false;
    this.item = undefined;
  }

  /** Whether it leaves the item where it is. */
  looks(): boolean {
    return false;
  }

  /** It may run after others who come later: from now on it has a claim. */
  override wake(): boolean {
    const woken = super.wake();
    if (woken) this.claims.enter(this);
    return woken;
  }
}

/** A greenlet that waits for an item to look at. The item takes up its room until then. */
export class Peeker<T> extends Getter<T> {
  constructor(room: WaitList<void, Getter<T>>, claims: Claims<T>) {
    super('Queue.peek()', room, claims);
  }

  override looks(): boolean {
    return true;
  }
}

/** The getters that have been woken, but have not got their items yet, in the order in which they were woken. */
export class Claims<T> extends Chain<Getter<T>> {
  /** How many items in the store belong to getters which have been woken. */
  count = 0;
  /** How many of them stay, since the getter only looks. */
  looking = 0;

  enter(getter: Getter<T>): void {
    this.add(getter);
    this.count++;
    if (getter.looks()) this.looking++;
  }

  /** The item of a getter belongs to nobody any more. */
  leave(getter: Getter<T>): void {
    unlink(getter);
    this.count--;
    if (getter.looks()) this.looking--;
  }

  /**
   * Gives their items to those who have been woken: up to `last`, whose turn it is, or all before another one takes an
   * item. That is as late as possible, so that the best item of a priority queue is the best of all that were put.
   */
  serve(store: Store<T>, last: Getter<T> | null): void {
    while (last?.served !== true) {
      const claim = this.first;
      if (claim === undefined) return;
      // First, for it may throw what comparing items throws.
      claim.item = claim.looks() ? store.peek() : store.shift();
      claim.served = true;
      if (claim.looks()) unlink(claim);
      else this.leave(claim);
    }
  }
}
