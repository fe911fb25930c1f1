import type { Greenlet } from '../core/greenlet.ts';
import type { Wakers } from '../graph/facts.ts';
import { callAll } from '../graph/greenlet-names.ts';

/** Of semaphores with more units nobody keeps track: they are no locks, and it would take too long. */
const MOST_UNITS = 64;

/** Who holds the units of a semaphore. Nobody need give back a unit himself, so this is what is known and no more. */
export class Holders {
  /** The one that has held a unit for the longest time. Most semaphores are locks: they need no list. */
  #first: Greenlet | null = null;
  readonly #others: Greenlet[] = [];
  readonly #units: number;
  /** How many units are held by calls of `with`, which give them back themselves. */
  #scopes = 0;
  /** Whether somebody has given back a unit that he did not hold. */
  #isSignal = false;

  /** Null if there are so many units that it is not recorded. */
  static of(units: number): Holders | null {
    return Number.isInteger(units) && units > 0 && units <= MOST_UNITS ? new Holders(units) : null;
  }

  private constructor(units: number) {
    this.#units = units;
  }

  add(greenlet: Greenlet): void {
    if (this.#first === null) this.#first = greenlet;
    else this.#others.push(greenlet);
  }

  /** Gives back a unit of this greenlet or, if it has none, of the one that has held one for the longest time. */
  delete(greenlet: Greenlet): void {
    if (this.#first !== greenlet && this.#deleteOther(greenlet)) return;
    this.#isSignal ||= this.#first !== greenlet;
    this.#first = this.#others.length === 0 ? null : (this.#others.shift() as Greenlet);
  }

  #deleteOther(greenlet: Greenlet): boolean {
    const at = this.#others.lastIndexOf(greenlet);
    if (at >= 0) this.#others.splice(at, 1);
    return at >= 0;
  }

  enterScope(): void {
    this.#scopes++;
  }

  leaveScope(): void {
    this.#scopes--;
  }

  get state(): string {
    const greenlets = this.#greenlets;
    return greenlets.length === 0 ? '' : `held by ${callAll(greenlets)}`;
  }

  /** Null if nobody can tell. */
  get wakers(): Wakers | null {
    const greenlets = this.#greenlets;
    if (greenlets.length < this.#units) return null;
    const certain = !this.#isSignal && this.#scopes === greenlets.length;
    return { greenlets, need: 1, by: 'release', certain };
  }

  get #greenlets(): Greenlet[] {
    return this.#first === null ? [] : [this.#first, ...this.#others];
  }
}
