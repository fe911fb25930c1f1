import type { Greenlet } from '../core/greenlet.ts';
import { differenceBetween, Replay, type Choice, type Chooser, type Decision, type Strategy } from './choices.ts';

/** How often, of a hundred times, something other than a greenlet that goes on is chosen where it could be. */
const ODDS_OF_EVENTS = 15;
/** How likely it is that greenlets change their order once more in a schedule of `pct`: three changes on average. */
const ONE_MORE_CHANGE = 2 / 3;

/** Numbers from 0 up to but not including 1, always the same for the same seed. */
export function randomNumbers(seed: number): () => number {
  let state = seed | 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

function below(random: () => number, limit: number): number {
  return Math.floor(random() * limit);
}

/** Every choice with equal odds. */
export class RandomStrategy implements Strategy {
  readonly #random: () => number;

  constructor(seed: number) {
    this.#random = randomNumbers(seed);
  }

  next(): Chooser {
    return { choose: (choices) => choose(this.#random, choices, (running) => below(this.#random, running.length)) };
  }

  learn(): void {
    // The next schedule has nothing to do with this one.
  }
}

/**
 * Greenlets have an order, which changes at a few random moments: whoever is first runs whenever it can. Finds what needs few switches at
 * the right places sooner than chance.
 *
 * Source: Burckhardt and others, "A Randomized Scheduler with Probabilistic Guarantees of Finding Bugs", 2010.
 */
export class PriorityStrategy implements Strategy {
  readonly #random: () => number;
  #length = 20;

  constructor(seed: number) {
    this.#random = randomNumbers(seed);
  }

  next(): Chooser {
    const random = this.#random;
    const priorities = new Map<Greenlet | null, number>();
    const changes = this.#changes();
    let step = 0;
    const priorityOf = ({ greenlet }: Choice): number => {
      const priority = priorities.get(greenlet) ?? 1 + random();
      priorities.set(greenlet, priority);
      return priority;
    };
    return {
      choose: (choices) =>
        choose(random, choices, (running) => {
          const index = highest(running.map(priorityOf));
          if (changes.has(step++)) priorities.set(running[index]?.greenlet ?? null, -step);
          return highest(running.map(priorityOf));
        }),
    };
  }

  learn(trail: readonly Decision[]): void {
    this.#length = Math.max(1, trail.length);
  }

  /** The steps at which the order changes. Any number can be the one that a race takes. */
  #changes(): Set<number> {
    const steps = new Set<number>();
    do steps.add(below(this.#random, this.#length));
    while (this.#random() < ONE_MORE_CHANGE);
    return steps;
  }
}

function highest(priorities: readonly number[]): number {
  return priorities.indexOf(Math.max(...priorities));
}

function choose(
  random: () => number,
  choices: readonly Choice[],
  among: (running: readonly Choice[]) => number,
): number {
  const running = choices.filter(({ kind }) => kind === 'run');
  const events = choices.length - running.length;
  if (events > 0 && (running.length === 0 || below(random, 100) < ODDS_OF_EVENTS)) {
    return running.length + below(random, events);
  }
  return among(running);
}

/** All schedules, one after the other. */
export class ExhaustiveStrategy implements Strategy {
  #prefix: readonly number[] | null = [];
  #last: readonly Decision[] = [];

  next(): Chooser | null {
    return this.#prefix === null ? null : new Replay(this.#prefix);
  }

  /** @throws {Error} if the same choices have led elsewhere: then nobody knows which orders there are */
  learn(trail: readonly Decision[]): void {
    const known = this.#prefix?.length ?? 0;
    const difference = differenceBetween(this.#last.slice(0, known), trail.slice(0, known));
    if (difference !== null) throw new Error(`the test is not deterministic: ${difference}, after the same choices`);
    this.#last = trail;
    const last = trail.findLastIndex(({ index, count }) => index + 1 < count);
    if (last === -1) {
      this.#prefix = null;
      return;
    }
    this.#prefix = trail.slice(0, last + 1).map(({ index }, at) => (at === last ? index + 1 : index));
  }
}
