import type { Place } from './places.ts';

/** Which waits go on at the same time, and for which of them the process has nothing to do. */
export class Overlap {
  /** For how long greenlets waited for the outside while none of them ran, in ms. */
  idle = 0;
  readonly #clock: () => number;
  readonly #waiting = new Map<Place, number>();
  #count = 0;
  #since: number;

  /** @param clock goes on while the process has nothing to do; it may do so at other times, too */
  constructor(clock: () => number) {
    this.#clock = clock;
    this.#since = clock();
  }

  begin(place: Place): void {
    this.#waiting.set(place, (this.#waiting.get(place) ?? 0) + 1);
    this.#count++;
  }

  end(place: Place): void {
    const left = (this.#waiting.get(place) ?? 1) - 1;
    if (left === 0) this.#waiting.delete(place);
    else this.#waiting.set(place, left);
    this.#count--;
  }

  /** Nobody runs any more. */
  rest(): void {
    this.#since = this.#clock();
  }

  /** Somebody is about to run, or a wait is over: what has passed since belongs to those that are waiting, if any. */
  account(): void {
    const now = this.#clock();
    const passed = now - this.#since;
    this.#since = now;
    if (passed <= 0 || this.#count === 0) return;
    this.idle += passed;
    for (const [place, count] of this.#waiting) place.noteIdle((passed * count) / this.#count, this.#count);
  }
}
