import { caughtAll } from './caught.ts';
import { call, enter } from './enter.ts';
import { park, take, type Activation } from './frame.ts';
import { cooperativeResume } from './generators.ts';
import { link, SUSPENDED } from './link.ts';
import { isObject } from './is-object.ts';
import { isPlainArray } from './plain-array.ts';

/** The state of a compiled `for...of` loop (or of a pattern that is taken apart). */
export interface Iteration {
  /** What is iterated if it is an array, as long as array iteration is what the language defines it to be. */
  array: readonly unknown[] | null;
  index: number;
  iterator: object;
  next: unknown;
  value: unknown;
  /** Nothing is left to close: the iterator ended, or failed. */
  done: boolean;
}

// Programs may take `Symbol` away.
const ITERATOR: typeof Symbol.iterator = Symbol.iterator;

/** How to iterate what is only asynchronously iterable: known once there is a hub, which can wait. */
export const asynchronous: { iterator: ((value: unknown) => object | null) | null } = { iterator: null };

/** Begins an iteration; arrays are walked by index. */
export function iterate(value: unknown): Iteration {
  if (isPlainArray(value))
    return { array: value, index: 0, iterator: value, next: null, value: undefined, done: false };
  const method = (value as Iterable<unknown>)[ITERATOR] as unknown;
  const iterator = typeof method === 'function' ? call(method, value) : (asynchronous.iterator?.(value) ?? null);
  if (iterator === null && typeof method !== 'function') throw new TypeError(`${describe(value)} is not iterable`);
  if (!isObject(iterator)) throw new TypeError(`Result of the Symbol.iterator method is not an object`);
  const { next } = iterator as Iterator<unknown>;
  return { array: null, index: 0, iterator, next, value: undefined, done: false };
}

/** Advances the iteration: true if there is another value. The iterator's `next` may block. Written as compiled code. */
export function step(iteration: Iteration): unknown {
  const array = (iteration as Iteration | undefined)?.array ?? null;
  if (array !== null) return stepArray(iteration, array);
  let frame: Activation | null = null;
  let result: unknown;
  if (link.to !== step) {
    frame = link.frame as Activation | null;
    if (frame === null) return enter(step, null, [iteration]);
    iteration = frame.a as Iteration;
  }
  link.to = null;
  if (frame === null) {
    if (iteration.done) return false;
    iteration.done = true;
    const next = cooperativeResume.get(iteration.next) ?? iteration.next;
    link.to = next;
    result = call(next, iteration.iterator);
  } else result = take();
  if (result === SUSPENDED) return park(frame, step, null, 1, iteration);
  return receive(iteration, result);
}

/** The next element of an array that has one. */
export function advance(iteration: Iteration): true {
  iteration.value = (iteration.array as readonly unknown[])[iteration.index++];
  return true;
}

function stepArray(iteration: Iteration, array: readonly unknown[]): boolean {
  if (link.to === step) link.to = null;
  if (iteration.index < array.length) {
    iteration.value = array[iteration.index++];
    return true;
  }
  iteration.done = true;
  iteration.value = undefined;
  return false;
}

function receive(iteration: Iteration, result: unknown): boolean {
  if (!isObject(result)) throw new TypeError(`Iterator result ${String(result)} is not an object`);
  iteration.value = undefined;
  if ((result as IteratorResult<unknown>).done) return false;
  iteration.value = (result as IteratorResult<unknown>).value;
  iteration.done = false;
  return true;
}

/**
 * Leaves the iteration before its end; `kind` is 1 if by an error, which then counts more than one of `return`.
 * Written as compiled code.
 */
export function close(iteration: Iteration, kind: number): unknown {
  let frame: Activation | null = null;
  let result: unknown;
  if (link.to !== close) {
    frame = link.frame as Activation | null;
    if (frame === null) return enter(close, null, [iteration, kind]);
    iteration = frame.a as Iteration;
    kind = frame.b as number;
  }
  link.to = null;
  if (frame === null && (iteration.done || iteration.array !== null)) return undefined;
  try {
    result = frame === null ? callReturn(iteration) : take();
  } catch (error) {
    if (kind !== 1) throw error;
    caughtAll(error);
    return undefined;
  }
  if (result === SUSPENDED) return park(frame, close, null, 1, iteration, kind);
  if (kind !== 1 && !isObject(result)) throw new TypeError(`${String(result)} is not an object`);
  return undefined;
}

/** The result of `return`; an iterator without one counts as closed. */
function callReturn(iteration: Iteration): unknown {
  iteration.done = true;
  const method = (iteration.iterator as Iterator<unknown>).return as unknown;
  if (method === undefined || method === null) return iteration;
  const close = cooperativeResume.get(method) ?? method;
  link.to = close;
  return call(close, iteration.iterator);
}

function describe(value: unknown): string {
  return typeof value === 'object' && value !== null ? 'object' : String(value);
}
