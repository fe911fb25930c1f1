/** An entry knows its position, so that it can be removed from the middle. */
export interface HeapEntry {
  /** Position in the heap; `ABSENT` when in none. Set by the heap. */
  index: number;
}

const ABSENT = -1;

/** A binary heap: the entry that comes before all others is at hand, everything else costs O(log n). */
export class Heap<Entry extends HeapEntry> {
  readonly #entries: Entry[] = [];
  readonly #isBefore: (a: Entry, b: Entry) => boolean;

  constructor(isBefore: (a: Entry, b: Entry) => boolean) {
    this.#isBefore = isBefore;
  }

  get length(): number {
    return this.#entries.length;
  }

  /** The entry that comes first; undefined when there is none. */
  get first(): Entry | undefined {
    return this.#entries[0];
  }

  /** All of them, in no order. */
  get entries(): readonly Entry[] {
    return this.#entries;
  }

  /** Where comparing throws, nothing has changed. */
  add(entry: Entry): void {
    const { length } = this.#entries;
    entry.index = length;
    this.#entries.push(entry);
    try {
      this.#rise(entry);
    } catch (error) {
      this.#moveBack(entry, length);
      this.#entries.pop();
      entry.index = ABSENT;
      throw error;
    }
  }

  /** Does nothing to an entry that is not in the heap. Where comparing throws, nothing has changed. */
  remove(entry: Entry): void {
    const { index } = entry;
    // It may be in another heap.
    if (index === ABSENT || this.#entries[index] !== entry) return;
    entry.index = ABSENT;
    const last = this.#entries.pop();
    if (last === undefined || last === entry) return;
    this.#place(last, index);
    try {
      this.#rise(last);
      this.#sink(last);
    } catch (error) {
      this.#moveBack(last, index);
      this.#place(last, this.#entries.length);
      this.#place(entry, index);
      throw error;
    }
  }

  clear(): void {
    for (const entry of this.#entries) entry.index = ABSENT;
    this.#entries.length = 0;
  }

  #rise(entry: Entry): void {
    while (entry.index > 0) {
      const parent = this.#entries[(entry.index - 1) >> 1];
      if (parent === undefined || !this.#isBefore(entry, parent)) return;
      this.#swap(parent, entry);
    }
  }

  #sink(entry: Entry): void {
    for (;;) {
      const child = this.#firstChild(entry.index);
      if (child === undefined || !this.#isBefore(child, entry)) return;
      this.#swap(entry, child);
    }
  }

  /** Undoes what `rise` or `sink` have done. */
  #moveBack(entry: Entry, index: number): void {
    while (entry.index > index) this.#swap(entry, this.#entries[(entry.index - 1) >> 1] as Entry);
    while (entry.index < index) {
      let child = index;
      while ((child - 1) >> 1 !== entry.index) child = (child - 1) >> 1;
      this.#swap(entry, this.#entries[child] as Entry);
    }
  }

  #firstChild(index: number): Entry | undefined {
    const left = this.#entries[2 * index + 1];
    const right = this.#entries[2 * index + 2];
    if (left === undefined || right === undefined) return left;
    return this.#isBefore(right, left) ? right : left;
  }

  #swap(a: Entry, b: Entry): void {
    const { index } = a;
    this.#place(a, b.index);
    this.#place(b, index);
  }

  #place(entry: Entry, index: number): void {
    this.#entries[index] = entry;
    entry.index = index;
  }
}
