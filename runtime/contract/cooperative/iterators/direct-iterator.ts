'use greenlet';

import { isObject } from '../../is-object.ts';
import { applyFunction } from '../functions.ts';
import { show } from '../operations.ts';

type Method = (...args: unknown[]) => unknown;

/** An iterator that compiled code can iterate. */
export interface DirectIterator extends Iterable<unknown> {
  next: () => unknown;
  readonly return: (() => unknown) | undefined;
}

/** GetIteratorDirect: `next`, which may block, is read once, here. */
export function direct(iterator: object): DirectIterator {
  const { next } = iterator as { next: Method };
  return {
    [Symbol.iterator]() {
      return this as unknown as Iterator<unknown>;
    },
    next: () => applyFunction(next, iterator, []),
    get return() {
      const { return: method } = iterator as { return?: Method | null };
      return method === undefined || method === null ? undefined : () => applyFunction(method, iterator, []);
    },
  };
}

/** Leaves the iterator before its end. */
export function closeDirect(iterator: DirectIterator): void {
  const method = iterator.return;
  if (method === undefined) return;
  const result = method();
  if (!isObject(result)) throw new TypeError(`${String(result)} is not an object`);
}

/** GetIteratorFlattenable of an object. */
export function iteratorOf(value: object): DirectIterator {
  return direct(iteratorFrom(value));
}

/** The iterator of an iterable; anything else is taken for an iterator. */
export function iteratorFrom(value: object): object {
  const method = (value as Iterable<unknown>)[Symbol.iterator] as unknown;
  if (method === undefined || method === null) return value;
  const iterator = applyFunction(method as Method, value, []);
  if (!isObject(iterator)) throw new TypeError(`${show(iterator)} is not an object`);
  return iterator;
}
