import type { Greenlet } from '../core/greenlet.ts';

/**
 * What may happen next: a greenlet goes on, promises that are settled answer first, the time of the next timer comes, something goes wrong, or
 * `select` does one of its cases.
 */
export interface Choice {
  readonly kind: 'run' | 'promises' | 'time' | 'kill' | 'fail' | 'case';
  /** Whom it happens to. */
  readonly greenlet: Greenlet | null;
}

/** Decides what happens next. */
export interface Chooser {
  /** Returns the index of one of several choices; those of kind `run` come first, in the order in which they became ready. */
  choose(choices: readonly Choice[]): number;
}

/** Makes a chooser for each schedule, until all have been tried. */
export interface Strategy {
  /** Null if there is no other schedule. */
  next(): Chooser | null;
  /** What the last chooser has chosen, and out of how many. */
  learn(trail: readonly Decision[]): void;
}

export interface Decision {
  readonly index: number;
  readonly count: number;
}

/** Writes down what another one chooses. */
export class Recorder implements Chooser {
  readonly trail: Decision[] = [];
  readonly #chooser: Chooser;

  constructor(chooser: Chooser) {
    this.#chooser = chooser;
  }

  choose(choices: readonly Choice[]): number {
    const index = Math.min(this.#chooser.choose(choices), choices.length - 1);
    this.trail.push({ index, count: choices.length });
    return index;
  }
}

/** Does what has been written down, and after that lets everybody run in the order in which they became ready. */
export class Replay implements Chooser {
  readonly #indices: readonly number[];
  readonly #onMisfit: (problem: string) => void;
  #at = 0;

  /** @param onMisfit told of what has been written down, but cannot be done */
  constructor(indices: readonly number[], onMisfit: (problem: string) => void = () => undefined) {
    this.#indices = indices;
    this.#onMisfit = onMisfit;
  }

  choose({ length }: readonly Choice[]): number {
    const index = this.#indices[this.#at++] ?? 0;
    if (index >= length)
      this.#onMisfit(
        `its choice ${String(this.#at)} is ${String(index)}, where there are ${String(length)}, from 0 on`,
      );
    return index;
  }

  /** Nothing is left to be chosen. */
  end(): void {
    const { length } = this.#indices;
    if (this.#at < length)
      this.#onMisfit(`it has ${String(length)} choices, and the test ends after ${String(this.#at)}`);
  }
}

/** Where one run began to go another way than the same schedule before, in words; null if it did not. */
export function differenceBetween(first: readonly Decision[], second: readonly Decision[]): string | null {
  for (let at = 0; at < Math.max(first.length, second.length); at++) {
    const [before, after] = [first[at]?.count ?? 1, second[at]?.count ?? 1];
    if (before !== after)
      return `choice ${String(at + 1)} was one of ${String(before)} at first, and then one of ${String(after)}`;
  }
  return null;
}
