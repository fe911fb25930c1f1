import type { Report } from '../report.ts';

/** The books of something that items go through: each that was put is got once, or is still there. */
export class Items {
  readonly #name: string;
  readonly #report: Report;
  /** Those of which it is not known yet whether they were put. */
  readonly #offered = new Set<number>();
  readonly #put = new Set<number>();
  readonly #got = new Set<number>();
  /** How many were put and thrown away, at least and at most. */
  readonly #loss = { least: 0, most: 0 };

  constructor(name: string, report: Report) {
    this.#name = name;
    this.#report = report;
  }

  get puts(): number {
    return this.#put.size;
  }

  /** Calls `put` with an item; it was put if that returns, and was not if it throws. */
  put(item: number, put: (item: number) => void): void {
    'use greenlet';
    this.offer(item, () => {
      'use greenlet';
      put(item);
      return true;
    });
  }

  /** Calls `attempt` with an item; it was put if that returns true. */
  offer(item: number, attempt: (item: number) => boolean): void {
    'use greenlet';
    this.#offered.add(item);
    try {
      if (attempt(item)) this.#put.add(item);
    } finally {
      this.#offered.delete(item);
      if (!this.#put.has(item) && this.#got.has(item)) this.#complain(`${item} was got, but was not put`);
    }
  }

  /** An item was got. */
  got(item: number): void {
    if (typeof item !== 'number') this.#complain(`got ${String(item)}`);
    if (this.#got.has(item)) this.#complain(`${item} was got twice`);
    if (!this.#put.has(item) && !this.#offered.has(item)) this.#complain(`${item} was got, but never put`);
    this.#got.add(item);
  }

  /** Items are thrown away: `count` of them, and up to `more`. */
  expectLoss(count: number, more: number): void {
    this.#loss.least += count;
    this.#loss.most += count + more;
  }

  /** At the end: `remaining` is what is still there. Returns how many were thrown away. */
  audit(remaining: readonly number[]): number {
    for (const item of remaining) this.got(item);
    const lost = [...this.#put].filter((item) => !this.#got.has(item));
    const { least, most } = this.#loss;
    if (lost.length < least || lost.length > most) {
      this.#complain(`${lost.length} items were lost, ${least} thrown away: ${lost.slice(0, 3).join(', ')}...`);
    }
    if (this.#offered.size > 0) this.#complain(`${this.#offered.size} put() have not ended`);
    return lost.length;
  }

  #complain(what: string): void {
    this.#report(`${this.#name}: ${what}`);
  }
}
