import type { AnyFunction } from '../contract/frame.ts';
import { expected } from '../core/errors/expected.ts';
import { getCurrent, type Greenlet } from '../core/greenlet.ts';
import { checkOptions, NO_OPTIONS } from '../core/errors/options.ts';
import { observers, type Observer } from '../hub/observers.ts';
import { LocalTraps } from './local-traps.ts';

/** The class that is being constructed for a greenlet that touches a local object for the first time. */
const construction: { of: object | null } = { of: null };

/** Options of `local`. */
export interface LocalOptions<T> {
  /**
   * Makes the object of a greenlet that is started from that of the greenlet that starts it, if that has one: `(map) => new Map(map)`. It must not
   * block. By default a greenlet inherits nothing.
   */
  readonly inherit?: (object: T) => T;
}

interface Local {
  <T extends object>(create: () => T, options?: LocalOptions<T>): T;
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
 * @param options whether greenlets inherit from those that start them
 * @throws {TypeError} if `create` is not a function, or an option has the wrong type; when it is touched, if what that returns is no object
 *
 * Source: gevent's `local`.
 */
export const local = function (this: object | undefined, ...args: unknown[]): object | undefined {
  const constructor = new.target as AnyFunction | undefined;
  if (constructor === undefined) return localOf(createdBy(args[0]), inheritedBy(args[1]));
  if (construction.of === constructor) {
    construction.of = null;
    return this;
  }
  return localOf(() => construct(constructor, args));
} as Local;

function localOf(create: () => object, inherit: Inherit | null = null): object {
  const values = new WeakMap<Greenlet, object>();
  if (inherit !== null) passOn(values, inherit);
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

type Inherit = (object: object) => object;

/** Each greenlet that is started gets its object from the one that starts it. Nobody keeps the objects of a local that is gone. */
function passOn(values: WeakMap<Greenlet, object>, inherit: Inherit): void {
  const known = new WeakRef(values);
  const inheritance: Observer = {
    started(greenlet) {
      const objects = known.deref();
      if (objects === undefined) return observers.remove(inheritance);
      const object = objects.get(getCurrent());
      if (object !== undefined)
        objects.set(greenlet, checkedObject(inherit(object), 'the function `inherit` of local()'));
    },
  };
  observers.add(inheritance);
}

function inheritedBy(options: unknown = NO_OPTIONS): Inherit | null {
  checkOptions(options as object, OPTIONS);
  const { inherit } = options as LocalOptions<object>;
  if (inherit === undefined) return null;
  if (typeof inherit !== 'function') throw expected('a function as `inherit`', inherit);
  return inherit;
}

function createdBy(create: unknown = () => ({})): () => object {
  if (typeof create !== 'function') throw expected('a function', create);
  return () => checkedObject((create as () => unknown)(), 'the function given to local()');
}

function checkedObject(value: unknown, from: string): object {
  if ((typeof value === 'object' || typeof value === 'function') && value !== null) return value;
  throw expected(`an object from ${from}`, value);
}

const OPTIONS = ['inherit'];

function construct(constructor: AnyFunction, args: unknown[]): object {
  construction.of = constructor;
  try {
    return Reflect.construct(constructor, args) as object;
  } finally {
    construction.of = null;
  }
}
