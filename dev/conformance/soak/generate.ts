import type { Kinds } from './kind.ts';
import type { Body, Operation, Plan } from './plan.ts';
import type { Random } from './random.ts';

const MOST_ACTORS = 14;
const LONGEST_BODY = 12;
const DEEPEST = 4;
const LONGEST_MS = 15;
const OBJECTS = 64;
const PERCENT_OF_SIGNALS = 15;

/** The share of the kinds that take part in a round. What never happens can leave room for what hardly ever does. */
const PERCENT_OF_KINDS = 70;

/** A plan for one round. */
export function generatePlan(random: Random, kinds: Kinds): Plan {
  const chosen = Object.entries(kinds).filter(() => random.chance(PERCENT_OF_KINDS));
  const generator = new Generator(random, Object.fromEntries(chosen));
  const actors: Body[] = [];
  for (let left = 2 + random.below(MOST_ACTORS); left > 0; left--) actors.push(generator.body(0));
  return { actors };
}

class Generator {
  readonly #random: Random;
  readonly #kinds: Kinds;
  /** Each name as often as its kind weighs. */
  readonly #names: readonly string[];

  constructor(random: Random, kinds: Kinds) {
    this.#random = random;
    this.#kinds = kinds;
    this.#names = Object.entries(kinds).flatMap(([name, { weight }]) => Array.from({ length: weight }, () => name));
  }

  body(depth: number): Body {
    const body: Operation[] = [];
    const length = depth === 0 ? 2 + this.#random.below(LONGEST_BODY) : this.#random.below(LONGEST_BODY / (depth + 1));
    while (body.length < length) body.push(this.#operation(depth));
    return body;
  }

  #operation(depth: number): Operation {
    const random = this.#random;
    const name = this.#names[random.below(this.#names.length)] ?? '';
    const length = depth < DEEPEST ? (this.#kinds[name]?.bodies ?? 0) : 0;
    return {
      name,
      on: random.below(OBJECTS),
      ms: this.#duration(),
      signal: random.chance(PERCENT_OF_SIGNALS) ? random.below(OBJECTS) : null,
      count: random.below(8),
      bodies: Array.from({ length }, () => this.body(depth + 1)),
    };
  }

  #duration(): number | null {
    const random = this.#random;
    if (random.chance(25)) return null;
    return random.chance(15) ? 0 : 1 + random.below(LONGEST_MS);
  }
}
