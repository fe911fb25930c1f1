import type { Report } from '../report.ts';

/** Which of two items comes out first, as for `sort`: they are told by when they were put, and by their value. */
export type Precedence = (a: Put, b: Put) => number;

export interface Put {
  readonly item: number;
  /** The how many-th it was. */
  readonly order: number;
}

/** Somebody who asks for an item, from then until it has one or has given up. */
export interface Asker {
  /** The how many-th it was. */
  readonly order: number;
}

/**
 * The order in which an unlimited queue gives its items back.
 *
 * Whoever waits for an item is served before all who come later, but may run after them. It is not seen when it is woken. So an item may
 * be got although better ones are there, as long as there are not more of them than there are earlier askers. Those belong to them
 * from then on.
 */
export class HandOver {
  readonly #precedes: Precedence;
  /** Whether items come out in the order in which they were put. */
  readonly #isFair: boolean;
  readonly #complain: Report;
  readonly #asking = new Set<Asker>();
  /** What belongs to nobody, and what belongs to one of the askers. */
  #free: Put[] = [];
  #given: Put[] = [];
  readonly #served: { readonly asker: Asker; readonly put: Put }[] = [];
  #asked = 0;
  #puts = 0;

  constructor(precedes: Precedence, isFair: boolean, complain: Report) {
    this.#precedes = precedes;
    this.#isFair = isFair;
    this.#complain = complain;
  }

  put(item: number): void {
    this.#free.push({ item, order: this.#puts++ });
    this.#free.sort(this.#precedes);
  }

  ask(): Asker {
    const asker = { order: this.#asked++ };
    this.#asking.add(asker);
    return asker;
  }

  giveUp(asker: Asker): void {
    this.#asking.delete(asker);
  }

  /** Somebody who only looks takes nothing from those who come later. */
  look(): Asker {
    return { order: this.#asked++ };
  }

  /** Who looks sees what is free: better items belong to those who asked before. */
  saw(asker: Asker, item: number): void {
    this.#give(asker, this.#rankOf(item));
  }

  /** An asker has got an item. */
  got(asker: Asker, item: number): void {
    this.#asking.delete(asker);
    const put = this.#takeGiven(item) ?? this.#takeFree(asker, item);
    if (put !== undefined && this.#isFair) this.#checkTurn(asker, put);
  }

  #takeGiven(item: number): Put | undefined {
    const index = this.#given.findIndex((put) => put.item === item);
    return index === -1 ? undefined : this.#given.splice(index, 1)[0];
  }

  #takeFree(asker: Asker, item: number): Put | undefined {
    const rank = this.#rankOf(item);
    if (rank === -1) return undefined;
    const [put] = this.#free.splice(rank, 1);
    const earlier = this.#earlierThan(asker);
    if (rank > earlier) this.#complain(`gave ${item} before ${rank} better ones, for which ${earlier} have asked`);
    this.#give(asker, rank);
    return put;
  }

  #rankOf(item: number): number {
    return this.#free.findIndex((put) => put.item === item);
  }

  /** The best `count` items belong to those who have asked before. */
  #give(asker: Asker, count: number): void {
    if (count > 0 && this.#earlierThan(asker) > 0) this.#given.push(...this.#free.splice(0, count));
  }

  #earlierThan({ order }: Asker): number {
    let count = 0;
    for (const asker of this.#asking) if (asker.order < order) count++;
    return count;
  }

  #checkTurn(asker: Asker, put: Put): void {
    const overtaken = this.#served.find((other) => other.asker.order < asker.order !== other.put.order < put.order);
    if (overtaken !== undefined) {
      this.#complain(`gave ${put.item} and ${overtaken.put.item} to two askers in the wrong order`);
    }
    this.#served.push({ asker, put });
  }
}
