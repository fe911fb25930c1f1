import { defaultHost } from '../hub/host/default-host.ts';
import type { Decision } from './choices.ts';

/** So many runs are spent on making a schedule shorter piece by piece, and as many on looking for a shorter one of any kind. */
const BUDGET = 500;
/** For slow tests, in real ms: the report is to come before the time of the test is over. */
const PATIENCE = 2000;

/** Runs a schedule, and returns what was chosen. */
export type Attempt = (
  indices: readonly number[],
) => Promise<{ readonly fails: boolean; readonly trail: readonly Decision[] }>;

/**
 * Looks for the shortest schedule that fails: one whose choices are fewer, and smaller: with 0 everybody runs when it is its turn.
 *
 * @param trail what was chosen in a schedule that fails
 */
export async function shrink(trail: readonly Decision[], attempt: Attempt): Promise<readonly number[]> {
  const end = defaultHost.now() + PATIENCE;
  const reduction = new Reduction(indicesOf(trail), new Runs(attempt, end));
  while (await reduction.improve());
  return (await findShorter(reduction.best.length, new Runs(attempt, end))) ?? reduction.best;
}

/** Runs schedules, as long as there is something left to spend. */
class Runs {
  readonly #attempt: Attempt;
  readonly #end: number;
  #count = 0;

  constructor(attempt: Attempt, end: number) {
    this.#attempt = attempt;
    this.#end = end;
  }

  get areLeft(): boolean {
    return this.#count < BUDGET && defaultHost.now() < this.#end;
  }

  run(indices: readonly number[]): ReturnType<Attempt> {
    this.#count++;
    return this.#attempt(indices);
  }
}

/**
 * Leaves out pieces, from halves down to single choices, and then makes choices smaller, as long as what is left fails.
 *
 * Source: Zeller and Hildebrandt, "Simplifying and Isolating Failure-Inducing Input", 2002.
 */
class Reduction {
  best: readonly number[];
  readonly #runs: Runs;

  constructor(best: readonly number[], runs: Runs) {
    this.best = best;
    this.#runs = runs;
  }

  /** Returns whether that has led to anything, and may lead to more. */
  async improve(): Promise<boolean> {
    const before = this.best;
    for (let size = this.best.length; size >= 1; size = Math.floor(size / 2)) await this.#leaveOut(size);
    await this.#makeSmaller();
    return this.best !== before && this.#runs.areLeft;
  }

  /** The last ones first, since others depend on those before. */
  async #leaveOut(size: number): Promise<void> {
    for (let at = this.best.length - size; at >= 0; at = Math.min(at, this.best.length) - 1) {
      await this.#adopt([...this.best.slice(0, at), ...this.best.slice(at + size)]);
    }
  }

  async #makeSmaller(): Promise<void> {
    for (let at = this.best.length - 1; at >= 0; at--) {
      for (let index = 0; index < (this.best[at] ?? 0); index++) {
        if (await this.#adopt(this.best.map((old, place) => (place === at ? index : old)))) break;
      }
    }
  }

  async #adopt(candidate: readonly number[]): Promise<boolean> {
    if (!this.#runs.areLeft) return false;
    const { fails, trail } = await this.#runs.run(candidate);
    const found = indicesOf(trail);
    if (!fails || !isShorter(found, this.best)) return false;
    this.best = found;
    return true;
  }
}

/** Tries all schedules of fewer choices, the shortest ones first. Null if none fails, or if there are too many of them. */
async function findShorter(length: number, runs: Runs): Promise<readonly number[] | null> {
  const byLength: (readonly number[])[][] = [[[]]];
  for (let at = 0; at < length; at++) {
    for (const indices of byLength[at] ?? []) {
      if (!runs.areLeft) return null;
      const { fails, trail } = await runs.run(indices);
      if (fails) return indices;
      for (let place = at; place < Math.min(trail.length, length - 1); place++) {
        const before = [...indices, ...Array.from({ length: place - at }, () => 0)];
        const { count } = trail[place] as Decision;
        const next = (byLength[place + 1] ??= []);
        for (let index = 1; index < count; index++) next.push([...before, index]);
      }
    }
  }
  return null;
}

function isShorter(one: readonly number[], other: readonly number[]): boolean {
  if (one.length !== other.length) return one.length < other.length;
  const at = one.findIndex((index, place) => index !== other[place]);
  return at !== -1 && (one[at] as number) < (other[at] as number);
}

/** What was chosen, as far as it need be told: after that everybody runs in the order in which they became ready. */
export function indicesOf(trail: readonly Decision[]): readonly number[] {
  return trail.slice(0, trail.findLastIndex(({ index }) => index !== 0) + 1).map(({ index }) => index);
}
