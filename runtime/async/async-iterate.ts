'use greenlet';
import type { AnyFunction } from '../contract/frame.ts';
import { AWAITED, begin, iterate, step, close, type Iteration } from '../contract/iteration/iterate.ts';
import { awaitValue } from './await.ts';
import { rememberSource } from '../cancellation/abandon.ts';
import { awaitNext, callIterator } from './async-iteration.ts';
import { asyncMethod } from './stream-reader.ts';

/** Begins a `for await` loop; what is only iterable synchronously has its values awaited. */
export function iterateAsync(value: unknown, name?: string): Iteration {
  const method = asyncMethod(value);
  if (method === undefined || method === null) return iterate(value, name, 'async iterable');
  if (typeof method !== 'function') throw new TypeError('The value of Symbol.asyncIterator is not a function');
  return begin(value, method, ASYNC);
}

/** Calls the method that makes the iterator: here, since it may block. */
function makeIterator(iteration: Iteration): void {
  const { method, iterator: value } = iteration;
  const iterator = callIterator(method as AnyFunction, value) as AsyncIterator<unknown>;
  if (!isObject(iterator)) throw new TypeError('Result of the Symbol.asyncIterator method is not an object');
  rememberSource(iterator, value);
  iteration.method = null;
  iteration.iterator = iterator;
  iteration.next = iterator.next;
}

const ASYNC = -1;

/** Advances a `for await` loop: true if there is another value. */
export function stepAsync(iteration: Iteration): boolean {
  if (iteration.index !== ASYNC) {
    const isOver = !step(iteration);
    iteration.value = awaitSyncValue(iteration, isOver);
    return !isOver;
  }
  iteration.done = true;
  if (iteration.method !== null) makeIterator(iteration);
  const result = awaitNext(iteration.iterator, iteration.next);
  if (!isObject(result)) throw new TypeError(`Iterator result ${String(result)} is not an object`);
  if ((result as IteratorResult<unknown>).done) return false;
  iteration.value = (result as IteratorResult<unknown>).value;
  iteration.done = false;
  return true;
}

/** Also the end is awaited. */
function awaitSyncValue(iteration: Iteration, isOver: boolean): unknown {
  try {
    return awaitValue(settled(iteration.value));
  } catch (error) {
    if (!isOver) close(iteration, 1);
    iteration.done = true;
    throw error;
  }
}

/** As in the language, a promise stands between the value and the loop, and takes a job. */
async function settled(value: unknown): Promise<unknown> {
  'use no greenlet';
  return await value;
}

/** Leaves a `for await` loop before its end; `kind` is 1 if by an error, which then counts more than one of `return`. */
export function closeAsync(iteration: Iteration, kind: number): void {
  if (iteration.done) return;
  if (iteration.index !== ASYNC) return closeSync(iteration, kind);
  iteration.done = true;
  try {
    closeIterator(iteration.iterator as AsyncIterator<unknown>, kind);
  } catch (error) {
    if (kind !== 1) throw error;
  }
}

/**
 * %AsyncFromSyncIteratorPrototype%.return: its promise is awaited even where an error counts more, and where there is nothing
 * to close.
 */
function closeSync(iteration: Iteration, kind: number): void {
  try {
    awaitValue(closed(iteration));
  } catch (error) {
    if (kind !== 1) throw error;
  }
}

function closed(iteration: Iteration): unknown {
  try {
    const result: unknown = close(iteration, AWAITED);
    // What `close` returns for an iterator without `return` is the iteration itself.
    return result === undefined || result === iteration ? result : settled((result as IteratorResult<unknown>).value);
  } catch (error) {
    // eslint-disable-next-line @typescript-eslint/prefer-promise-reject-errors -- whatever was thrown
    return Promise.reject(error);
  }
}

function closeIterator(iterator: AsyncIterator<unknown>, kind: number): void {
  const method = iterator.return as unknown;
  if (method === undefined || method === null) return;
  const promise: unknown = callIterator(method as AnyFunction, iterator);
  const result = awaitValue(promise);
  if (kind !== 1 && !isObject(result)) throw new TypeError(`Iterator result ${String(result)} is not an object`);
}

function isObject(value: unknown): value is object {
  return (typeof value === 'object' && value !== null) || typeof value === 'function';
}
