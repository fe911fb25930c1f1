import type { Greenlet } from '../../core/greenlet.ts';
import { cancellations } from '../cancellations/cancellations.ts';
import { caughtAll } from '../cancellations/caught.ts';
import { call, enter, unnamed } from '../enter.ts';
import { asynchronous } from './asynchronous.ts';
import { park, takeQuietly, type Activation } from '../frame.ts';
import { cooperativeResume } from './generators.ts';
import { link, SUSPENDED } from '../link.ts';
import { isObject } from '../is-object.ts';
import { notIterable } from './not-iterable.ts';
import { isArrayIteration, ITERATOR } from './plain-array.ts';
import { noteMachinery } from '../machinery.ts';

/** The state of a compiled `for...of` loop (or of a pattern that is taken apart). */
export interface Iteration {
  /** What is iterated if it is an array, as long as array iteration is what the language defines it to be. */
  array: readonly unknown[] | null;
  index: number;
  /** Until `method` has been called: what is iterated. */
  iterator: object;
  /** What makes the iterator; null once it has been called. It may block, and so is called where the first value is asked for. */
  method: unknown;
  next: unknown;
  value: unknown;
  /** Nothing is left to close: the iterator ended, or failed. */
  done: boolean;
}

/** For `index`: the iterator is asynchronous. */
const WAITS = -2;

/** Begins an iteration; arrays are walked by index. `name`: how the source refers to the value, `wanted`: what it is not, in errors. */
export function iterate(value: unknown, name?: string, wanted?: string): Iteration {
  const method = iteratorMethod(value, name);
  if (isArrayIteration(value, method))
    return { array: value, index: 0, iterator: value, method: null, next: null, value: undefined, done: false };
  return iterateBy(value, method, name, wanted);
}

/** What makes the iterator of a value; it is asked for once. */
export function iteratorMethod(value: unknown, name?: string): unknown {
  if (value === undefined || value === null) throw notIterable(value, name);
  return (value as Iterable<unknown>)[ITERATOR];
}

export function iterateBy(value: unknown, method: unknown, name?: string, wanted?: string): Iteration {
  if (typeof method === 'function') return begin(value, method, 0);
  const other = asynchronous.method(value);
  if (typeof other !== 'function') throw notIterable(value, name, wanted);
  return begin(value, other, WAITS);
}

export function begin(value: unknown, method: unknown, index: number): Iteration {
  return { array: null, index, iterator: value as object, method, next: null, value: undefined, done: false };
}

const BEGINNING = -1;
const ADVANCING = -2;

/** Advances the iteration: true if there is another value. The iterator may block. Written as compiled code. */
export function step(iteration: Iteration): unknown {
  const array = (iteration as Iteration | undefined)?.array ?? null;
  if (array !== null) {
    if (link.to === step) link.to = null;
    return advance(iteration);
  }
  let frame: Activation | null = null;
  let pc = ADVANCING;
  let result: unknown;
  if (link.to !== step) {
    frame = link.frame as Activation | null;
    if (frame === null) return enter(step, null, [iteration]);
    iteration = frame.a as Iteration;
    ({ pc } = frame);
  }
  link.to = null;
  if (frame !== null) result = takeQuietly();
  else {
    if (iteration.done) return false;
    iteration.done = true;
    if (iteration.method !== null) pc = BEGINNING;
    result = pc === BEGINNING ? callMethod(iteration) : callNext(iteration);
  }
  if (pc === BEGINNING && result !== SUSPENDED) {
    begun(iteration, result);
    pc = ADVANCING;
    result = callNext(iteration);
  }
  if (result === SUSPENDED) {
    // A loop that waits for long does not keep what it has got last.
    iteration.value = undefined;
    return park(frame, step, null, pc, iteration);
  }
  return receive(iteration, result);
}

/** The next element of an array, if it has one. */
export function advance(iteration: Iteration): boolean {
  const array = iteration.array as readonly unknown[];
  const { index } = iteration;
  if (!iteration.done && index < array.length) {
    iteration.value = array[index];
    iteration.index = index + 1;
    return true;
  }
  iteration.done = true;
  iteration.value = undefined;
  return false;
}

/** Internal: calls `Symbol.iterator`, or what takes its place. */
export function callMethod({ method, iterator }: Iteration): unknown {
  link.to = method;
  return call(method, iterator);
}

/** Internal: that has returned an iterator. */
export function begun(iteration: Iteration, iterator: unknown): void {
  if (!isObject(iterator)) throw new TypeError('Result of the Symbol.iterator method is not an object');
  iteration.iterator = iteration.index === WAITS ? asynchronous.wait(iterator, iteration.iterator) : iterator;
  iteration.next = unnamed((iteration.iterator as Iterator<unknown>).next);
  iteration.method = null;
}

function callNext(iteration: Iteration): unknown {
  const next = cooperativeResume.get(iteration.next) ?? iteration.next;
  link.to = next;
  return call(next, iteration.iterator);
}

function receive(iteration: Iteration, result: unknown): boolean {
  if (!isObject(result)) throw new TypeError(`Iterator result ${String(result)} is not an object`);
  iteration.value = undefined;
  if ((result as IteratorResult<unknown>).done) return false;
  iteration.value = (result as IteratorResult<unknown>).value;
  iteration.done = false;
  return true;
}

/** For `close`: by a loop that awaits the result. */
export const AWAITED = -1;

/**
 * Leaves the iteration before its end; `kind` is 1 if by an `error`, which then counts more than one of `return`.
 * Written as compiled code.
 */
export function close(iteration: Iteration, kind: number, error?: unknown): unknown {
  let frame: Activation | null = null;
  let result: unknown;
  if (link.to !== close) {
    frame = link.frame as Activation | null;
    if (frame === null) return enter(close, null, [iteration, kind, error]);
    iteration = frame.a as Iteration;
    kind = frame.b as number;
    error = frame.c;
  }
  link.to = null;
  if (frame === null && (iteration.done || iteration.array !== null)) return undefined;
  try {
    result = frame === null ? callReturn(iteration) : takeQuietly();
  } catch (failure) {
    caughtAll(failure);
    if (kind !== 1 || isCancellation(failure)) throw failure;
    cancellations.drop(link.current as Greenlet, failure, error);
    return undefined;
  }
  if (result === SUSPENDED) return park(frame, close, null, -1, iteration, kind, error);
  if (kind === 1 || isObject(result)) return result;
  throw new TypeError(`Iterator result ${String(result)} is not an object`);
}

/** The result of `return`; an iterator without one counts as closed. */
function callReturn(iteration: Iteration): unknown {
  iteration.done = true;
  const method = (iteration.iterator as Iterator<unknown>).return as unknown;
  if (method === undefined || method === null) return iteration;
  const close = cooperativeResume.get(method) ?? unnamed(method);
  link.to = close;
  return call(close, iteration.iterator);
}

/** What was raised while the end was waited for must not be lost. */
function isCancellation(error: unknown): boolean {
  return cancellations.find(link.current as Greenlet, error) !== undefined;
}

noteMachinery(step, close);
