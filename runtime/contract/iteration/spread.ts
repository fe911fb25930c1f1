import { caughtAll } from '../cancellations/caught.ts';
import { call, enter } from '../enter.ts';
import { park, takeQuietly, type Activation, type AnyFunction } from '../frame.ts';
import { beginNow } from './begin-now.ts';
import { close, iterateBy, iteratorMethod, step, type Iteration } from './iterate.ts';
import { link, SUSPENDED } from '../link.ts';
import { elements, firstElements, isArrayIteration } from './plain-array.ts';

/** The next value, the end of the iterator, or whatever a native function makes of the value: that takes the iterator as it is then. */
export type After = 'next' | 'close' | 'leave';

/** The values of an iteration so far. */
export interface Collection {
  iteration: Iteration;
  values: unknown[];
  /** After so many values the iterator is closed. */
  limit: number;
  /** What comes after a value; null if the next one, whatever it is. */
  after: ((value: unknown) => After) | null;
  phase: 'beginning' | 'advancing' | 'closing';
}

/**
 * What `...value` spreads, as an array of our own: to look at the elements of another one may run code, and that must happen
 * here, once. The iterator may block. Written as compiled code.
 *
 * @param name how the source refers to the value
 */
export function spread(value: unknown, name?: string): unknown {
  const isAnnounced = link.to === spread;
  link.to = null;
  const method = iteratorMethod(value, name);
  if (isArrayIteration(value, method)) return elements(value);
  const iteration = iterateBy(value, method, name);
  if (isAnnounced) link.to = restOfIteration;
  return restOfIteration(iteration);
}

/** The first values of `value`, for a native pattern that takes so many. Written as compiled code. */
export function firstOf(value: unknown, limit: number, name?: string): unknown {
  const isAnnounced = link.to === firstOf;
  link.to = null;
  const method = iteratorMethod(value, name);
  if (isArrayIteration(value, method)) return firstElements(value, limit);
  const iteration = iterateBy(value, method, name);
  if (isAnnounced) link.to = firstOfIteration;
  return firstOfIteration(iteration, limit);
}

function firstOfIteration(iteration: Iteration, limit: number): unknown {
  const frame = link.frame as Activation | null;
  const resumed = link.to !== firstOfIteration;
  if (resumed && frame === null) return enter(firstOfIteration, null, [iteration, limit]);
  const collection = resumed ? ((frame as Activation).a as Collection) : collectionOf(iteration, limit);
  try {
    return collect(firstOfIteration, resumed ? frame : null, collection);
  } catch (error) {
    // It has not begun: no pattern has done anything yet, and an empty one asks for no value that could be the error.
    if (collection.iteration.method !== null) throw error;
    return new Replay(collection, caughtAll(error));
  }
}

/** What is left of an iteration, as an array. Written as compiled code. */
export function restOfIteration(iteration: Iteration): unknown {
  if (link.to === restOfIteration) return collect(restOfIteration, null, collectionOf(iteration, Infinity));
  const frame = link.frame as Activation | null;
  return frame === null
    ? enter(restOfIteration, null, [iteration])
    : collect(restOfIteration, frame, frame.a as Collection);
}

export function collectionOf(iteration: Iteration, limit: number, after: Collection['after'] = null): Collection {
  return { iteration, values: [], limit, after, phase: limit === 0 ? 'beginning' : 'advancing' };
}

/** The body of the functions above; `frame` if it is resumed. */
export function collect(fn: AnyFunction, frame: Activation | null, collection: Collection): unknown {
  const { iteration, values, limit, after } = collection;
  let resumed = frame !== null;
  link.to = null;
  for (;;) {
    const result = resumed ? takeQuietly() : advance(collection);
    resumed = false;
    if (result === SUSPENDED) return park(frame, fn, null, -1, collection);
    const { phase } = collection;
    if (phase === 'closing' || (phase === 'advancing' && result === false)) return values;
    if (phase === 'advancing') values.push(iteration.value);
    const then = after === null ? 'next' : after(iteration.value);
    if (then === 'leave') return new Continued(iteration, values);
    if (values.length >= limit || then === 'close') collection.phase = 'closing';
  }
}

/** The next value, or the end. */
function advance({ iteration, phase }: Collection): unknown {
  switch (phase) {
    case 'beginning':
      link.to = beginNow;
      return beginNow(iteration);
    case 'advancing':
      link.to = step;
      return step(iteration);
    case 'closing':
      link.to = close;
      return close(iteration, 0);
  }
}

/** An iteration that was left in the middle: a native function gets the values before, and goes on with the iterator, which cannot wait then. */
export class Continued {
  readonly #iteration: Iteration;
  readonly #values: unknown[];

  constructor(iteration: Iteration, values: unknown[]) {
    this.#iteration = iteration;
    this.#values = values;
  }

  [Symbol.iterator](): Next {
    const { next, iterator } = this.#iteration;
    const values = this.#values;
    let index = 0;
    return {
      next: () => (index < values.length ? { value: values[index++], done: false } : asIs(next, iterator)),
      get return() {
        const method = (iterator as Iterator<unknown>).return as unknown;
        return method === undefined || method === null ? undefined : () => asIs(method, iterator);
      },
    };
  }
}

/** A native function asks for `return` when it closes the iterator. */
interface Next {
  next(): IteratorResult<unknown>;
  readonly return: (() => IteratorResult<unknown>) | undefined;
}

function asIs(method: unknown, iterator: object): IteratorResult<unknown> {
  link.to = null;
  return call(method, iterator) as IteratorResult<unknown>;
}

/** An iteration that failed: a native pattern sees the values before, and the error where it came. */
export class Replay {
  readonly #values: unknown[];
  readonly #error: unknown;
  readonly #whenClosed: boolean;

  constructor({ values, phase }: Pick<Collection, 'values' | 'phase'>, error: unknown) {
    this.#values = values;
    this.#error = error;
    this.#whenClosed = phase === 'closing';
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
