import type { AnyFunction } from '../contract/frame.ts';
import { expected } from '../core/expected.ts';
import { getCurrent, type Greenlet } from '../core/greenlet.ts';
import { LocalTraps } from './local-traps.ts';

/** The class that is being constructed for a greenlet that touches a local object for the first time. */
const construction: { of: object | null } = { of: null };

interface Local {
  <T extends object>(create: () => T): T;
  (): Record<PropertyKey, unknown>;
  /** For `class extends local`. */
  new (...args: never[]): object;
}

/**
 * An object whose properties every greenlet has for itself; they go when the greenlet does.
 *
 * It passes everything on to the object of the current greenlet, so `local(() => new Map())` is used as a map. A class may
 * extend `local`, too: it is constructed for each greenlet that uses the object, with the arguments that are given to
 * `super`. Such an object cannot be frozen.
 *
 * @param create makes the object of a greenlet when it first touches this one; it must not block. `{}` by default
 * @throws {TypeError} if `create` is not a function; when it is touched, if what that returns is no object
 *
 * Source: gevent's `local`.
 */
export const local = function (this: object | undefined, ...args: unknown[]): object | undefined {
  const constructor = new.target as AnyFunction | undefined;
  if (constructor === undefined) return localOf(createdBy(args[0]));
  if (construction.of === constructor) {
    construction.of = null;
    return this;
  }
  return localOf(() => construct(constructor, args));
} as Local;

function localOf(create: () => object): object {
  const values = new WeakMap<Greenlet, object>();
  return new LocalTraps(() => {
    const greenlet = getCurrent();
    let value = values.get(greenlet);
    if (value === undefined) {
      value = create();
      values.set(greenlet, value);
    }
    return value;
  }).proxy;
}

function createdBy(create: unknown = () => ({})): () => object {
  if (typeof create !== 'function') throw expected('a function', create);
  return () => {
    const value: unknown = (create as () => unknown)();
    if ((typeof value !== 'object' && typeof value !== 'function') || value === null) {
      throw expected('an object from the function given to local()', value);
    }
    return value;
  };
}

function construct(constructor: AnyFunction, args: unknown[]): object {
  construction.of = constructor;
  try {
    return Reflect.construct(constructor, args) as object;
  } finally {
    construction.of = null;
  }
}
