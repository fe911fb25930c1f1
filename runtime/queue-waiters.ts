import type { Chain } from './hub/chain.ts';
import type { WaitList } from './hub/wait-list.ts';
import { Waiter } from './hub/waiter.ts';

/** A greenlet that waits for room for its item. */
export class Putter<T> extends Waiter {
  readonly item: T;

  constructor(item: T, room: WaitList<void, Putter<T>>) {
    super('Queue.put()', room);
    this.item = item;
  }
}

export interface Count {
  value: number;
}

/** A greenlet that waits for an item. */
export class Getter<T> extends Waiter {
  readonly #claims: Chain<Getter<T>>;
  /** Whether it has been given its item. */
  served = false;
  item: T | undefined;

  constructor(reason: string, room: WaitList<void, Getter<T>>, claims: Chain<Getter<T>>) {
    super(reason, room);
    this.#claims = claims;
  }

  /** Whether it leaves the item where it is. */
  readonly looks: boolean = false;

  /** It may run after others who come later: from now on it has a claim. */
  override wake(): boolean {
    const woken = super.wake();
    if (woken) this.#claims.add(this);
    return woken;
  }
}

/** A greenlet that waits for an item to look at. The item takes up its room until then. */
export class Peeker<T> extends Getter<T> {
  readonly #peeked: Count;

  constructor(room: WaitList<void, Getter<T>>, claims: Chain<Getter<T>>, peeked: Count) {
    super('Queue.peek()', room, claims);
    this.#peeked = peeked;
  }

  override readonly looks: boolean = true;

  override wake(): boolean {
    const woken = super.wake();
    if (woken) this.#peeked.value++;
    return woken;
  }
}
