/** A few objects of one kind, which are replaced when they are used up. All there ever were are kept for the end. */
export class Slots<T> {
  readonly #create: (index: number) => T;
  readonly #current: T[];
  readonly all: T[];

  constructor(length: number, create: (index: number) => T) {
    this.#create = create;
    this.all = Array.from({ length }, (_, index) => create(index));
    this.#current = [...this.all];
  }

  at(index: number): T {
    return this.#current[index % this.#current.length] as T;
  }

  /** Puts a new object in the place of the one at `index`; returns the old one. */
  renew(index: number): T {
    const place = index % this.#current.length;
    const old = this.#current[place] as T;
    const created = this.#create(place);
    this.#current[place] = created;
    this.all.push(created);
    return old;
  }
}
