import { misuse } from '../core/errors/expected.ts';
import type { Greenlet } from '../core/greenlet.ts';

/** What may happen next: a greenlet goes on, the time of the next timer comes, or something goes wrong. */
export interface Choice {
  readonly kind: 'run' | 'time' | 'kill' | 'fail';
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
  #at = 0;

  constructor(indices: readonly number[]) {
    this.#indices = indices;
  }

  choose(): number {
    return this.#indices[this.#at++] ?? 0;
  }
}

/** The choices as a string, for whoever wants to see the same once more. */
export function scheduleOf(indices: readonly number[]): string {
  const last = indices.findLastIndex((index) => index !== 0);
  return indices.slice(0, last + 1).join('.') || '0';
}

/** @throws {TypeError} if it is no string of that kind */
export function indicesOf(schedule: string): number[] {
  if (typeof schedule !== 'string' || !/^\d+(\.\d+)*$/.test(schedule)) {
    throw misuse(new TypeError(`expected a schedule such as "0.1.2", got \`${schedule}\``));
  }
  return schedule.split('.').map(Number);
}
