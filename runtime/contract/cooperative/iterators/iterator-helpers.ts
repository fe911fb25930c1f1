'use greenlet';

import { isObject } from '../../is-object.ts';
import { closeDirect, direct, iteratorOf, type DirectIterator } from './direct-iterator.ts';
import { createHelper, type Values } from './iterator-front.ts';
import { nativeIterator } from '../natives.ts';
import { native, show } from '../operations.ts';

/*
 * The lazy methods of iterators (ECMA-262, 27.1.4), such that what they return can suspend where compiled code resumes
 * it: the generators in which the specification describes them.
 */

type Callback = (value: unknown, index: number) => unknown;

function map(this: unknown, mapper: Callback): unknown {
  if (!isObject(this) || typeof mapper !== 'function') return native(nativeIterator.map, this, mapper);
  const source = direct(this);
  return createHelper(source, mapping(source, mapper));
}

function* mapping(source: DirectIterator, mapper: Callback): Values {
  let index = 0;
  for (const value of source) yield mapper(value, index++);
}

function filter(this: unknown, predicate: Callback): unknown {
  if (!isObject(this) || typeof predicate !== 'function') return native(nativeIterator.filter, this, predicate);
  const source = direct(this);
  return createHelper(source, filtering(source, predicate));
}

function* filtering(source: DirectIterator, predicate: Callback): Values {
  let index = 0;
  for (const value of source) if (predicate(value, index++)) yield value;
}

function flatMap(this: unknown, mapper: Callback): unknown {
  if (!isObject(this) || typeof mapper !== 'function') return native(nativeIterator.flatMap, this, mapper);
  const source = direct(this);
  return createHelper(source, flattening(source, mapper));
}

function* flattening(source: DirectIterator, mapper: Callback): Values {
  let index = 0;
  for (const value of source) {
    const inner = mapper(value, index++);
    if (!isObject(inner)) throw new TypeError(`${show(inner)} is not an object`);
    for (const innerValue of iteratorOf(inner)) yield innerValue;
  }
}

function take(this: unknown, limit: unknown): unknown {
  if (!isObject(this)) return native(nativeIterator.take, this, limit);
  const count = toCount(limit);
  if (Number.isNaN(count)) return native(nativeIterator.take, this, NaN);
  const source = direct(this);
  return createHelper(source, taking(source, count));
}

function* taking(source: DirectIterator, count: number): Values {
  let left = count;
  if (left === 0) return closeDirect(source);
  for (const value of source) {
    yield value;
    if (--left === 0) break;
  }
}

function drop(this: unknown, limit: unknown): unknown {
  if (!isObject(this)) return native(nativeIterator.drop, this, limit);
  const count = toCount(limit);
  if (Number.isNaN(count)) return native(nativeIterator.drop, this, NaN);
  const source = direct(this);
  return createHelper(source, dropping(source, count));
}

function* dropping(source: DirectIterator, count: number): Values {
  let left = count;
  for (const value of source) {
    if (left === 0) yield value;
    else left--;
  }
}

/** NaN stands for everything that the native method refuses. */
function toCount(limit: unknown): number {
  const count = Math.trunc(+(limit as string));
  return count < 0 ? NaN : count;
}

export const iteratorHelpers: [unknown, unknown][] = [
  [nativeIterator.map, map],
  [nativeIterator.filter, filter],
  [nativeIterator.flatMap, flatMap],
  [nativeIterator.take, take],
  [nativeIterator.drop, drop],
];
