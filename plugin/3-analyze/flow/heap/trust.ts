import type { Place } from './place.ts';

/**
 * What is done because nobody is expected to replace builtins, or to put accessors on the prototypes that all objects share; and what
 * happens as well once somebody is.
 */
export class Trust {
  #isLost = false;
  /** What is converted to primitive values, or iterated: by methods that somebody may replace. */
  readonly #converted: Place[] = [];
  readonly #suspicions: (() => void)[] = [];

  get isLost(): boolean {
    return this.#isLost;
  }

  /** Notes what happens as well. */
  whenLost(suspicion: () => void): void {
    if (!this.#isLost) this.#suspicions.push(suspicion);
  }

  /** Notes that what a place holds comes into unknown hands as well. */
  noteConverted(place: Place): void {
    this.#converted.push(place);
  }

  /** From now on nothing is trusted. What has been found so far stays. */
  lose(escape: (place: Place) => void): void {
    this.#isLost = true;
    for (const place of this.#converted) escape(place);
    for (const suspicion of this.#suspicions) suspicion();
  }
}
