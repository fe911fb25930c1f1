'use greenlet';

import { isObject } from '../../is-object.ts';
import { direct } from './direct-iterator.ts';
import { nativeIterator } from '../natives.ts';
import { createDataProperty, native } from '../operations.ts';

/*
 * The methods of iterators that run them to the end (ECMA-262, 27.1.4), compiled, so that the iterator and the callbacks
 * can suspend. Where `this` or the callback is refused, the native method says how.
 */

type Callback = (value: unknown, index: number) => unknown;

function forEach(this: unknown, callback: Callback): unknown {
  if (!isObject(this) || typeof callback !== 'function') return native(nativeIterator.forEach, this, callback);
  let index = 0;
  for (const value of direct(this)) callback(value, index++);
  return undefined;
}

function some(this: unknown, callback: Callback): unknown {
  if (!isObject(this) || typeof callback !== 'function') return native(nativeIterator.some, this, callback);
  let index = 0;
  for (const value of direct(this)) if (callback(value, index++)) return true;
  return false;
}

function every(this: unknown, callback: Callback): unknown {
  if (!isObject(this) || typeof callback !== 'function') return native(nativeIterator.every, this, callback);
  let index = 0;
  for (const value of direct(this)) if (!callback(value, index++)) return false;
  return true;
}

function find(this: unknown, callback: Callback): unknown {
  if (!isObject(this) || typeof callback !== 'function') return native(nativeIterator.find, this, callback);
  let index = 0;
  for (const value of direct(this)) if (callback(value, index++)) return value;
  return undefined;
}

type Reducer = (accumulator: unknown, value: unknown, index: number) => unknown;

function reduce(this: unknown, callback: Reducer, ...initial: unknown[]): unknown {
  if (!isObject(this) || typeof callback !== 'function') return native(nativeIterator.reduce, this, callback);
  let index = 0;
  let isEmpty = initial.length === 0;
  let accumulator = initial[0];
  for (const value of direct(this)) {
    accumulator = isEmpty ? value : callback(accumulator, value, index);
    isEmpty = false;
    index++;
  }
  if (isEmpty) throw new TypeError('Reduce of a done iterator with no initial value');
  return accumulator;
}

function toArray(this: unknown): unknown {
  if (!isObject(this)) return native(nativeIterator.toArray, this);
  const values: unknown[] = [];
  for (const value of direct(this)) createDataProperty(values, values.length, value);
  return values;
}

export const iteratorMethods: [unknown, unknown][] = [
  [nativeIterator.forEach, forEach],
  [nativeIterator.some, some],
  [nativeIterator.every, every],
  [nativeIterator.find, find],
  [nativeIterator.reduce, reduce],
  [nativeIterator.toArray, toArray],
];
