'use greenlet';

import { isObject } from '../../is-object.ts';
import { nativeGenerator } from '../../iteration/generators.ts';
import { closeDirect, direct, iteratorFrom, type DirectIterator } from './direct-iterator.ts';
import { applyFunction } from '../functions.ts';
import { iteratorPrototype, nativeHelper, nativeIterator, nativeWrapper } from '../natives.ts';
import { native } from '../operations.ts';

/*
 * What the lazy methods of iterators return is a native helper object, as it must be, but only a front: the values come
 * from a compiled generator, whoever resumes it. Compiled code resumes the generator itself, and can suspend in it.
 */

type Method = (...args: unknown[]) => unknown;
export type Values = Generator<unknown, void, undefined>;

/** What is behind a helper object. */
interface Behind {
  values: Values;
  source: DirectIterator;
  /** Before the first `next`, leaving the helper closes its source without resuming the generator. */
  started: boolean;
}

const behind = new WeakMap<object, Behind>();
/** What is behind the objects that `Iterator.from` makes of other iterators. */
const wrapped = new WeakMap<object, DirectIterator>();

const { isPrototypeOf } = Object.prototype;

/** A helper object that yields what the generator yields, and closes `source` when it is left early. */
export function createHelper(source: DirectIterator, values: Values): object {
  const state: Behind = { values, source, started: false };
  const front = { next: () => resume(state), return: () => leave(state) };
  const helper = native(nativeIterator.map, front, (value: unknown) => value) as object;
  behind.set(helper, state);
  return helper;
}

function resume(state: Behind): unknown {
  state.started = true;
  return applyFunction(nativeGenerator.next, state.values, []);
}

function leave(state: Behind): unknown {
  if (state.started) return applyFunction(nativeGenerator.return, state.values, []);
  state.started = true;
  native(nativeGenerator.return, state.values);
  closeDirect(state.source);
  return { value: undefined, done: true };
}

/** `Iterator.from`. */
function from(this: unknown, value: unknown): unknown {
  if (!isObject(value)) return native(nativeIterator.from, this, value);
  const iterator = iteratorFrom(value);
  const source = direct(iterator);
  if (native(isPrototypeOf, iteratorPrototype, iterator)) return iterator;
  const wrapper = native(nativeIterator.from, this, source) as object;
  wrapped.set(wrapper, source);
  return wrapper;
}

function nextOfHelper(this: object): unknown {
  const state = behind.get(this);
  return state === undefined ? native(nativeHelper.next, this) : resume(state);
}

function returnOfHelper(this: object): unknown {
  const state = behind.get(this);
  return state === undefined ? native(nativeHelper.return, this) : leave(state);
}

function nextOfWrapper(this: object): unknown {
  const source = wrapped.get(this);
  return source === undefined ? native(nativeWrapper.next, this) : source.next();
}

function returnOfWrapper(this: object): unknown {
  const source = wrapped.get(this);
  if (source === undefined) return native(nativeWrapper.return, this);
  const method = source.return;
  return method === undefined ? { value: undefined, done: true } : method();
}

/** The versions of what resumes a helper or a wrapper. */
export const helperResume: [unknown, Method][] = [
  [nativeHelper.next, nextOfHelper],
  [nativeHelper.return, returnOfHelper],
  [nativeWrapper.next, nextOfWrapper],
  [nativeWrapper.return, returnOfWrapper],
];

export const iteratorFromMethods: [unknown, unknown][] = [[nativeIterator.from, from]];
