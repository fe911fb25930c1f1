import type { Value } from './value.ts';

/** What is done with a value that has arrived: it flows on, or something is called with it. */
type Use = Place | ((value: Value) => void);

/** How many steps the analysis of a file may take before it gives up: far more than a file written by hand needs. */
const LIMIT = 1_000_000;

/** What is left to do: values that have arrived at places where something depends on them. */
export class Worklist {
  readonly #uses: Use[] = [];
  readonly #values: Value[] = [];
  #steps = 0;

  /** There is a new reason to go on: the steps count anew. */
  startAgain(): void {
    this.#steps = 0;
  }

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
      if (typeof use === 'function') use(value);
      else use.add(value);
    }
  }
}

const NOTHING: ReadonlySet<Value> = new Set();

/** A variable, a property, the result of an expression: what values it may ever hold. There are tens of thousands. */
export class Place {
  /** What an unknown value is here, if the type of this place is known. */
  foreign: (() => Value) | null = null;
  /** The value, as long as there is only one. */
  #only: Value | null = null;
  #values: Set<Value> | null = null;
  /** Whom to tell of new values; null for a place that never gets any. */
  #uses: Use[] | null = [];
  readonly #work: Worklist;

  constructor(work: Worklist) {
    this.#work = work;
  }

  /** A place that never holds anything but this value. */
  static constant(value: Value, work: Worklist): Place {
    const place = new Place(work);
    place.#only = value;
    place.#uses = null;
    return place;
  }

  get values(): ReadonlySet<Value> {
    if (this.#values === null && this.#only !== null) this.#values = new Set([this.#only]);
    return this.#values ?? NOTHING;
  }

  /** Where anything may be, there may be all that has escaped: it need not be told apart. */
  add(added: Value): void {
    const value = added.kind === 'unknown' && this.foreign !== null ? this.foreign() : added;
    if (this.#has(value) || (value.outsider !== null && this.#has(value.outsider))) return;
    if (this.#uses === null) throw new Error('a constant place cannot hold another value');
    if (this.#values !== null) this.#values.add(value);
    else if (this.#only === null) this.#only = value;
    else this.#values = new Set([this.#only, value]);
    for (const use of this.#uses) this.#work.push(use, value);
  }

  /** Calls `use` with each value that is here, now or later. */
  each(use: (value: Value) => void): void {
    this.#tell(use);
  }

  flowTo(target: Place): void {
    if (target !== this) this.#tell(target);
  }

  #has(value: Value): boolean {
    return this.#values === null ? this.#only === value : this.#values.has(value);
  }

  #tell(use: Use): void {
    this.#uses?.push(use);
    if (this.#values !== null) for (const value of this.#values) this.#work.push(use, value);
    else if (this.#only !== null) this.#work.push(use, this.#only);
  }
}
