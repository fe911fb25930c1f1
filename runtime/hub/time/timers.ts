import { Heap, type HeapEntry } from './heap.ts';

/** What a timer tells that its time has come. */
export interface Expirable {
  /** Called by the hub; must neither block nor throw. */
  expire(): void;
}

/** A pending timer. */
export interface Timer extends HeapEntry {
  /** On the host's clock, in ms. */
  readonly deadline: number;
  readonly order: number;
  readonly target: Expirable;
  /** Whether it alone keeps the process alive. */
  readonly ref: boolean;
}

/** The pending timers. Those of equal deadlines expire in the order in which they were added; gevent leaves that open. */
export class Timers {
  readonly #heap = new Heap<Timer>(isBefore);
  #added = 0;
  #refs = 0;

  /** Whether any pending timer keeps the process alive. */
  get hasRef(): boolean {
    return this.#refs > 0;
  }

  /** The timer that expires next. */
  get next(): Timer | undefined {
    return this.#heap.first;
  }

  /** All that are pending, in no order. */
  get all(): readonly Timer[] {
    return this.#heap.entries;
  }

  add(deadline: number, target: Expirable, ref: boolean): Timer {
    const timer: Timer = { deadline, order: this.#added++, target, ref, index: 0 };
    this.#heap.add(timer);
    if (ref) this.#refs++;
    return timer;
  }

  /** Takes the next timer if its deadline is not later than `now`. */
  takeDue(now: number): Timer | undefined {
    const timer = this.next;
    if (timer === undefined || timer.deadline > now) return undefined;
    this.remove(timer);
    return timer;
  }

  /** Does nothing to a timer that has expired or was removed. */
  remove(timer: Timer): void {
    const before = this.#heap.length;
    this.#heap.remove(timer);
    if (timer.ref && this.#heap.length < before) this.#refs--;
  }
}

function isBefore(a: Timer, b: Timer): boolean {
  return a.deadline < b.deadline || (a.deadline === b.deadline && a.order < b.order);
}
