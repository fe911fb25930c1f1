import type { Value } from './value.ts';

type Use = (value: Value) => void;

/** How many steps the analysis of a file may take before it gives up: far more than a file written by hand needs. */
const LIMIT = 1_000_000;

/** What is left to do: values that have arrived at places where something depends on them. */
export class Worklist {
  readonly #uses: Use[] = [];
  readonly #values: Value[] = [];
  #steps = 0;

  push(use: Use, value: Value): void {
    this.#uses.push(use);
    this.#values.push(value);
  }

  /** Works until nothing changes any more; false if that takes too long. */
  finish(): boolean {
    for (;;) {
      const use = this.#uses.pop();
      const value = this.#values.pop();
      if (use === undefined || value === undefined) return true;
      if (++this.#steps > LIMIT) return false;
      use(value);
    }
  }
}

/** A variable, a property, the result of an expression: what values it may ever hold. */
export class Place {
  readonly values = new Set<Value>();
  /** What an unknown value is here, if the type of this place is known. */
  foreign: (() => Value) | null = null;
  readonly #uses: Use[] = [];
  readonly #work: Worklist;

  constructor(work: Worklist) {
    this.#work = work;
  }

  /** Where anything may be, there may be all that has escaped: it need not be told apart. */
  add(added: Value): void {
    const value = added.kind === 'unknown' && this.foreign !== null ? this.foreign() : added;
    if (this.values.has(value) || (value.outsider !== null && this.values.has(value.outsider))) return;
    this.values.add(value);
    for (const use of this.#uses) this.#work.push(use, value);
  }

  /** Calls `use` with each value that is here, now or later. */
  each(use: Use): void {
    this.#uses.push(use);
    for (const value of this.values) this.#work.push(use, value);
  }

  flowTo(target: Place): void {
    if (target !== this) this.each((value) => target.add(value));
  }
}
