import { Heap, type HeapEntry } from '../hub/time/heap.ts';
import { checked, compareKeys, NaturalOrder, type Compare, type Key } from './queue-order.ts';

/** Where a queue keeps its items, and in which order it gives them back. */
export interface Store<T> {
  readonly length: number;
  /** @throws {TypeError} if it does not take such an item; nothing has changed then */
  push(item: T): void;
  /** Throws what `push` would throw. */
  check?(item: T): void;
  /** Takes the next item. There is one. */
  shift(): T | undefined;
  peek(): T | undefined;
  /** All items in the order in which `shift` would give them; none is taken. */
  toArray(): T[];
  clear(): void;
}

/** Last in, first out. */
export class Stack<T> implements Store<T> {
  readonly #items: T[] = [];

  get length(): number {
    return this.#items.length;
  }

  push(item: T): void {
    this.#items.push(item);
  }

  shift(): T | undefined {
    return this.#items.pop();
  }

  peek(): T | undefined {
    return this.#items.at(-1);
  }

  toArray(): T[] {
    return this.#items.slice().reverse();
  }

  clear(): void {
    this.#items.length = 0;
  }
}

interface Ranked<T> extends HeapEntry {
  readonly item: T;
  readonly key: Key;
  readonly order: number;
}

/** Smallest first; equals in the order in which they came. */
export class PriorityStore<T> implements Store<T> {
  readonly #heap: Heap<Ranked<T>>;
  readonly #isBefore: (a: Ranked<T>, b: Ranked<T>) => boolean;
  /** Null if the program compares items itself. */
  readonly #order: NaturalOrder | null;
  #pushed = 0;

  /** @param compare by default the natural order */
  constructor(compare?: Compare<T>) {
    const difference = compare === undefined ? differenceOfKeys : differenceOfItems(checked(compare));
    this.#order = compare === undefined ? new NaturalOrder() : null;
    this.#isBefore = (a, b) => {
      const sign = difference(a, b);
      return sign < 0 || (sign === 0 && a.order < b.order);
    };
    this.#heap = new Heap(this.#isBefore);
  }

  get length(): number {
    return this.#heap.length;
  }

  check(item: T): void {
    if (this.length === 0) this.#order?.reset();
    this.#order?.keyOf(item);
  }

  push(item: T): void {
    if (this.length === 0) this.#order?.reset();
    this.#heap.add({ item, key: this.#order?.keyOf(item), order: this.#pushed++, index: 0 });
  }

  shift(): T | undefined {
    const { first } = this.#heap;
    if (first !== undefined) this.#heap.remove(first);
    return first?.item;
  }

  peek(): T | undefined {
    return this.#heap.first?.item;
  }

  toArray(): T[] {
    const ranked = this.#heap.entries.slice().sort((a, b) => (this.#isBefore(a, b) ? -1 : 1));
    return ranked.map(({ item }) => item);
  }

  clear(): void {
    this.#heap.clear();
  }
}

function differenceOfKeys(a: Ranked<unknown>, b: Ranked<unknown>): number {
  return compareKeys(a.key, b.key);
}

function differenceOfItems<T>(compare: Compare<T>): Compare<Ranked<T>> {
  return (a, b) => compare(a.item, b.item);
}
