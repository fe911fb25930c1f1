const INITIAL_CAPACITY = 16;

/** A first-in, first-out list on a ring buffer: nothing is allocated or moved until it must grow. */
export class Ring<T> {
  #items: (T | undefined)[] = new Array<T | undefined>(INITIAL_CAPACITY).fill(undefined);
  #head = 0;
  #length = 0;

  get length(): number {
    return this.#length;
  }

  push(item: T): void {
    if (this.#length === this.#items.length) this.#grow();
    this.#items[(this.#head + this.#length) & (this.#items.length - 1)] = item;
    this.#length++;
  }

  /** Takes the oldest item; undefined when there is none. */
  shift(): T | undefined {
    if (this.#length === 0) return undefined;
    const item = this.#items[this.#head];
    this.#items[this.#head] = undefined;
    this.#head = (this.#head + 1) & (this.#items.length - 1);
    this.#length--;
    return item;
  }

  /** The oldest item, which stays. */
  peek(): T | undefined {
    return this.#items[this.#head];
  }

  /** All of them, the oldest first. */
  toArray(): T[] {
    const mask = this.#items.length - 1;
    return Array.from({ length: this.#length }, (_, i) => this.#items[(this.#head + i) & mask] as T);
  }

  clear(): void {
    this.#items.fill(undefined);
    this.#head = 0;
    this.#length = 0;
  }

  /** The length of the buffer stays a power of two, so that a mask wraps the index around. */
  #grow(): void {
    const { length } = this.#items;
    const items = new Array<T | undefined>(length * 2).fill(undefined);
    for (let i = 0; i < length; i++) items[i] = this.#items[(this.#head + i) & (length - 1)];
    this.#items = items;
    this.#head = 0;
  }
}
