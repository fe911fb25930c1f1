import { caughtAll } from './caught.ts';
import { enter } from './enter.ts';
import { park, take, type Activation, type AnyFunction } from './frame.ts';
import { close, iterate, step, type Iteration } from './iterate.ts';
import { link, SUSPENDED } from './link.ts';
import { isPlainArray } from './plain-array.ts';

/** The values of an iteration so far. */
interface Collection {
  iteration: Iteration;
  values: unknown[];
  /** After so many values the iterator is closed. */
  limit: number;
  closing: boolean;
}

/** What `...value` spreads, as an array. The iterator's `next` may block. Written as compiled code. */
export function spread(value: unknown): unknown {
  if (isPlainArray(value)) {
    if (link.to === spread) link.to = null;
    return value;
  }
  if (link.to === spread) return collect(spread, null, begin(iterate(value), Infinity));
  const frame = link.frame as Activation | null;
  return frame === null ? enter(spread, null, [value]) : collect(spread, frame, frame.a as Collection);
}

/** The first values of `value`, for a native pattern that takes so many. Written as compiled code. */
export function firstOf(value: unknown, limit: number): unknown {
  if (isPlainArray(value)) {
    if (link.to === firstOf) link.to = null;
    return value;
  }
  const frame = link.frame as Activation | null;
  if (link.to !== firstOf && frame === null) return enter(firstOf, null, [value, limit]);
  const resumed = link.to !== firstOf;
  const collection = resumed ? ((frame as Activation).a as Collection) : begin(iterate(value), limit);
  try {
    return collect(firstOf, resumed ? frame : null, collection);
  } catch (error) {
    return new Replay(collection, caughtAll(error));
  }
}

/** What is left of an iteration, as an array. Written as compiled code. */
export function restOfIteration(iteration: Iteration): unknown {
  if (link.to === restOfIteration) return collect(restOfIteration, null, begin(iteration, Infinity));
  const frame = link.frame as Activation | null;
  return frame === null
    ? enter(restOfIteration, null, [iteration])
    : collect(restOfIteration, frame, frame.a as Collection);
}

function begin(iteration: Iteration, limit: number): Collection {
  return { iteration, values: [], limit, closing: false };
}

/** The body of the functions above; `frame` if it is resumed. */
function collect(fn: AnyFunction, frame: Activation | null, collection: Collection): unknown {
  const { iteration, values, limit } = collection;
  let resumed = frame !== null;
  link.to = null;
  while (!collection.closing || resumed) {
    const result = resumed ? take() : advance(collection);
    resumed = false;
    if (result === SUSPENDED) return park(frame, fn, null, 1, collection);
    if (collection.closing || result === false) break;
    if (values.length < limit) values.push(iteration.value);
  }
  return values;
}

/** The next value, or the end. */
function advance(collection: Collection): unknown {
  const { iteration, values, limit } = collection;
  if (values.length < limit) {
    link.to = step;
    return step(iteration);
  }
  collection.closing = true;
  link.to = close;
  return close(iteration, 0);
}

/** An iteration that failed: a native pattern sees the values before, and the error where it came. */
class Replay {
  readonly #values: unknown[];
  readonly #error: unknown;
  readonly #whenClosed: boolean;

  constructor({ values, closing }: Collection, error: unknown) {
    this.#values = values;
    this.#error = error;
    this.#whenClosed = closing;
  }

  [Symbol.iterator](): Iterator<unknown> {
    let index = 0;
    return {
      next: () => (index < this.#values.length ? { value: this.#values[index++], done: false } : this.#fail()),
      return: () => (this.#whenClosed ? this.#fail() : { value: undefined, done: true }),
    };
  }

  #fail(): never {
    throw this.#error;
  }
}
