import type { Greenlet } from '../core/greenlet.ts';
import type { Wakers } from '../graph/facts.ts';
import { callAll } from '../graph/greenlet-names.ts';

/** Of semaphores with more units nobody keeps track: they are no locks, and it would take too long. */
const MOST_UNITS = 64;

/** Who holds the units of a semaphore. Nobody need give back a unit himself, so this is what is known and no more. */
export class Holders {
  readonly #greenlets: Greenlet[] = [];
  readonly #units: number;
  /** How many units are held by calls of `with`, which give them back themselves. */
  #scopes = 0;
  /** Whether somebody has given back a unit that he did not hold. */
  #isSignal = false;

  /** Null if there are so many units that it is not recorded. */
  static of(units: number): Holders | null {
    return units > 0 && units <= MOST_UNITS ? new Holders(units) : null;
  }

  private constructor(units: number) {
    this.#units = units;
  }

  add(greenlet: Greenlet): void {
    this.#greenlets.push(greenlet);
  }

  /** Gives back a unit of this greenlet or, if it has none, of the one that has held one for the longest time. */
  delete(greenlet: Greenlet): void {
    const at = this.#greenlets.lastIndexOf(greenlet);
    if (at === -1) {
      this.#isSignal = true;
      this.#greenlets.shift();
    } else {
      this.#greenlets.splice(at, 1);
    }
  }

  enterScope(): void {
    this.#scopes++;
  }

  leaveScope(): void {
    this.#scopes--;
  }

  get state(): string {
    return this.#greenlets.length === 0 ? '' : `held by ${callAll(this.#greenlets)}`;
  }

  /** Null if nobody can tell. */
  get wakers(): Wakers | null {
    if (this.#greenlets.length < this.#units) return null;
    const certain = !this.#isSignal && this.#scopes === this.#greenlets.length;
    return { greenlets: [...this.#greenlets], need: 1, by: 'release', certain };
  }
}
