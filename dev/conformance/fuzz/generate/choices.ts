import type { Random } from 'fast-check';

/** The decisions of one program, taken from fast-check's random numbers. */
export class Choices {
  readonly #random: Random;

  constructor(random: Random) {
    this.#random = random;
  }

  /** An integer from `min` to `max`, both included. */
  int(min: number, max: number): number {
    return this.#random.nextInt(min, max);
  }

  /** True in `percent` of 100 cases. */
  chance(percent: number): boolean {
    return this.int(1, 100) <= percent;
  }

  pick<T>(options: readonly T[]): T {
    return options[this.int(0, options.length - 1)] as T;
  }

  /** One of the options, each as often as its weight says. */
  weighted<T>(options: readonly (readonly [weight: number, option: T])[]): T {
    let left = this.int(
      1,
      options.reduce((sum, [weight]) => sum + weight, 0),
    );
    for (const [weight, option] of options) {
      left -= weight;
      if (left <= 0) return option;
    }
    throw new Error('there are no options');
  }

  /** `count` results of `make`, between `min` and `max` of them. */
  list<T>(min: number, max: number, make: (index: number) => T): T[] {
    return Array.from({ length: this.int(min, max) }, (_, index) => make(index));
  }
}
