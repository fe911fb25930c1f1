import { Heap, type HeapEntry } from './hub/heap.ts';

/** Where a queue keeps its items, and in which order it gives them back. */
export interface Store<T> {
  readonly length: number;
  push(item: T): void;
  /** Takes the next item. There is one. */
  shift(): T | undefined;
  peek(): T | undefined;
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

  clear(): void {
    this.#items.length = 0;
  }
}

interface Ranked<T> extends HeapEntry {
  readonly item: T;
  readonly order: number;
}

/** Smallest first; equals in the order in which they came. */
export class PriorityStore<T> implements Store<T> {
  readonly #heap: Heap<Ranked<T>>;
  #pushed = 0;

  constructor(compare: (a: T, b: T) => number) {
    this.#heap = new Heap((a, b) => {
      const difference = compare(a.item, b.item);
      return difference < 0 || (difference === 0 && a.order < b.order);
    });
  }

  get length(): number {
    return this.#heap.length;
  }

  push(item: T): void {
    this.#heap.add({ item, order: this.#pushed++, index: 0 });
  }

  shift(): T | undefined {
    const { first } = this.#heap;
    if (first !== undefined) this.#heap.remove(first);
    return first?.item;
  }

  peek(): T | undefined {
    return this.#heap.first?.item;
  }

  clear(): void {
    this.#heap.clear();
  }
}
