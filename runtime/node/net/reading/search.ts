import type { Chunks } from './chunks.ts';
import { TooLongError } from '../errors.ts';

/** Looks for a separator, once at each place. */
export class Search {
  readonly #chunks: Chunks;
  readonly #separator: Buffer;
  readonly #most: number;
  #seen = 0;

  constructor(chunks: Chunks, separator: Buffer, most: number) {
    this.#chunks = chunks;
    this.#separator = separator;
    this.#most = most;
  }

  /** Where the separator ends; -1 if it has not come yet. */
  go(): number {
    const { length } = this.#chunks;
    const end = this.#chunks.endOf(this.#separator, this.#seen);
    if (end > this.#most || (end < 0 && length > this.#most)) throw new TooLongError(this.#most);
    this.#seen = Math.max(0, length - this.#separator.length + 1);
    return end;
  }
}
