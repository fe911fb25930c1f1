/** A queue as one writes it with promises: whoever has to wait leaves a resolver behind. */
export class AsyncQueue<T> {
  readonly #items: T[] = [];
  readonly #getters: ((item: T) => void)[] = [];
  readonly #putters: (() => void)[] = [];
  readonly #size: number;

  constructor(size = Infinity) {
    this.#size = size;
  }

  async get(): Promise<T> {
    const item = this.#items.shift();
    if (item === undefined) return new Promise((resolve) => this.#getters.push(resolve));
    this.#putters.shift()?.();
    return item;
  }

  async put(item: T): Promise<void> {
    while (this.#items.length >= this.#size) await new Promise<void>((resolve) => this.#putters.push(resolve));
    const getter = this.#getters.shift();
    if (getter === undefined) this.#items.push(item);
    else getter(item);
  }
}
