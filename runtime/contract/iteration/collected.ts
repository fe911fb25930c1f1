import { objectGetOwnPropertyDescriptor, objectGetPrototypeOf, objectHasOwn, reflectApply } from '../builtins.ts';
import { caught } from '../cancellations/caught.ts';
import { isNativeCollection } from '../cooperative/native-collection.ts';
import { enter } from '../enter.ts';
import type { Activation } from '../frame.ts';
import { isObject } from '../is-object.ts';
import { link, SUSPENDED } from '../link.ts';
import { begin, type Iteration } from './iterate.ts';
import { isArrayIteration, ITERATOR, presizedElements, spreadable } from './plain-array.ts';
import { collect, collectionOf, Continued, Replay, type After, type Collection } from './spread.ts';

/*
 * What a native function that iterates its argument is given, where the iterator may block: the values, iterated before. What is no
 * iterable is left to that function to refuse. Written as compiled code.
 */

/** For `new Set(values)` and `new WeakSet(values)`. */
export function collected(values: unknown): unknown {
  return addsNatively() ? gather(collected, values, ANYTHING) : asItIs(values);
}

/** For what takes entries, which ends at the first value that is none: `new Map(entries)`. */
export function collectedEntries(entries: unknown): unknown {
  return addsNatively() ? gather(collectedEntries, entries, ENTRIES) : asItIs(entries);
}

const { add } = Set.prototype;
const { add: addWeakly } = WeakSet.prototype;
const { set } = Map.prototype;
const { set: setWeakly } = WeakMap.prototype;

/** Otherwise code of the program gets each value, before the next one is asked for. */
function addsNatively(): boolean {
  return (
    valueOf(Set.prototype, 'add') === add &&
    valueOf(Map.prototype, 'set') === set &&
    valueOf(WeakSet.prototype, 'add') === addWeakly &&
    valueOf(WeakMap.prototype, 'set') === setWeakly
  );
}

/** That of a property which is no accessor. */
function valueOf(object: object, name: string): unknown {
  return objectGetOwnPropertyDescriptor(object, name)?.value;
}

/** Left to the native function, which cannot wait. */
function asItIs(values: unknown): unknown {
  link.to = null;
  return values;
}

/** For `Object.fromEntries(entries)`, which makes names of properties of the keys. */
export function collectedProperties(entries: unknown): unknown {
  return gather(collectedProperties, entries, PROPERTIES);
}

/**
 * For `Promise.all(values)` and the like, which handle the promises among the values: until they do, nobody is to be told that
 * nobody does.
 *
 * @param waits whether the caller waits in any case, as with `stress`
 * @param receiver the class that is to make the promise
 */
export function collectedPromises(values: unknown, waits = false, receiver: unknown = Promise): unknown {
  if (!resolvesNatively(receiver)) return asItIs(values);
  const result = gatherPromises(values);
  if (waits && result !== SUSPENDED && isObject(result) && !isReplayed(result)) handleAll(result);
  return result;
}

/** Where the iterator cannot even be asked for, the promise is rejected. */
function gatherPromises(values: unknown): unknown {
  try {
    return gather(collectedPromises, values, PROMISES);
  } catch (error) {
    return new Replay({ values: [], phase: 'advancing' }, caught(error));
  }
}

function isReplayed(result: object): boolean {
  return result instanceof Replay || result instanceof Continued;
}

/** What has been collected, and native collections: asking them once more does nothing. */
function handleAll(values: object): void {
  if (typeof (values as Partial<Iterable<unknown>>)[ITERATOR] !== 'function') return;
  for (const value of values as Iterable<unknown>) handle(value);
}

type Follow = (value: unknown) => After;

const ANYTHING: Follow = () => 'next';
/** To look at an entry may run code of the program, which comes before the next value: not if it is an array of mere values. */
const ENTRIES: Follow = (value) => (!isObject(value) ? 'close' : isPlainEntry(value) ? 'next' : 'leave');
const PROPERTIES: Follow = (value) => {
  const then = ENTRIES(value);
  return then === 'next' && isObject((value as unknown[])[0]) ? 'leave' : then;
};
const PROMISES: Follow = (value) => {
  handle(value);
  return isPlain(value) ? 'next' : 'leave';
};

function isPlainEntry(value: object): boolean {
  return Array.isArray(value) && !hasGetter(value, '0') && !hasGetter(value, '1');
}

function hasGetter(object: object, name: string): boolean {
  const property = objectGetOwnPropertyDescriptor(object, name);
  return property !== undefined && !('value' in property);
}

/** Whether nothing of the program runs when `Promise.all` and its like get this value, so that nothing can fail. */
function isPlain(value: unknown): boolean {
  if (Promise.prototype.then !== then) return false;
  if (!(value instanceof Promise)) return true;
  return !objectHasOwn(value, 'constructor') && !hasOwnThen(value);
}

/** Or one of a subclass. */
function hasOwnThen(promise: object): boolean {
  return ownerOf(promise, 'then', Promise.prototype) !== Promise.prototype;
}

/** Otherwise the class decides about each value, before the next one is asked for. */
function resolvesNatively(receiver: unknown): boolean {
  return ownerOf(receiver, 'resolve', Promise) === Promise && valueOf(Promise, 'resolve') === resolve;
}

/** Who has the property, among the object and what it inherits from, up to `last`. */
function ownerOf(object: unknown, property: string, last: object): unknown {
  let owner = object;
  while (isObject(owner) && owner !== last && !objectHasOwn(owner, property))
    owner = objectGetPrototypeOf(owner) as unknown;
  return owner;
}

const { resolve } = Promise;
const { then } = Promise.prototype;

/** Whatever the program has made of `then`; a subclass may be asked for what it makes. */
function handle(value: unknown): void {
  if (!(value instanceof Promise)) return;
  if (objectGetPrototypeOf(value) === Promise.prototype && !objectHasOwn(value, 'constructor'))
    void reflectApply(then, value, [undefined, ignore]);
}

function ignore(): void {
  // The native function does what is to be done.
}

function gather(self: unknown, value: unknown, follow: Follow): unknown {
  const isAnnounced = link.to === self;
  link.to = null;
  if (!isObject(value) && typeof value !== 'string') return value;
  const method = (value as Iterable<unknown>)[ITERATOR] as unknown;
  if (isArrayIteration(value, method)) return presizedElements(value);
  if (typeof method !== 'function' || isNativeCollection(value, method)) return value;
  const iteration = begin(value, method, 0);
  if (isAnnounced) link.to = rest;
  return rest(iteration, follow);
}

function rest(iteration: Iteration, follow: Follow): unknown {
  const frame = link.frame as Activation | null;
  const resumed = link.to !== rest;
  if (resumed && frame === null) return enter(rest, null, [iteration, follow]);
  const collection = resumed ? ((frame as Activation).a as Collection) : collectionOf(iteration, Infinity, follow);
  try {
    const values = collect(rest, resumed ? frame : null, collection);
    return values === SUSPENDED || values instanceof Continued ? values : spreadable(values as unknown[]);
  } catch (error) {
    return new Replay(collection, caught(error));
  }
}
