/** The state of a `for...in` loop. */
export class KeyIteration {
  key = '';
  readonly #object: object | null;
  readonly #keys: string[] = [];
  #index = 0;

  constructor(value: unknown) {
    this.#object = value === null || value === undefined ? null : (Object(value) as object);
    for (const key in this.#object) this.#keys.push(key);
  }

  /** Advances to the next key that is still there. */
  next(): boolean {
    while (this.#index < this.#keys.length) {
      const key = this.#keys[this.#index++] as string;
      if (this.#object !== null && key in this.#object) {
        this.key = key;
        return true;
      }
    }
    return false;
  }
}

export function forIn(value: unknown): KeyIteration {
  return new KeyIteration(value);
}
