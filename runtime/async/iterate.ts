import { expected } from '../core/errors/expected.ts';
import { waiting } from './iterating.ts';

/**
 * What is only asynchronously iterable, as marked code may iterate it: lines, streams, async generators. A `for...of` loop, a spread
 * and a pattern wait for each value there, and TypeScript does not know. So this is for types: it returns what it is given.
 *
 * Kill and timeout safety: a greenlet that is killed while the loop waits closes the iterator, as one does that leaves the loop.
 *
 * @param source what has an iterator, asynchronous or not
 * @throws {TypeError} if it has none
 */
export function iterate<T>(source: AsyncIterable<T> | Iterable<T>): Iterable<T> {
  if (!isIterable<T>(source)) throw expected('something iterable, asynchronously or not', source);
  return waiting(source);
}

/** Of compiled code, to which both are the same. */
function isIterable<T>(source: unknown): source is Iterable<T> {
  const value = Object(source) as object;
  return Symbol.asyncIterator in value || Symbol.iterator in value;
}
