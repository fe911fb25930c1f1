import { getCurrent, type Greenlet } from './core/greenlet.ts';

/**
 * An object whose properties every greenlet has for itself; they go when the greenlet does.
 *
 * @param create makes the properties of a greenlet when it first touches the object; none by default
 *
 * Source: gevent's `local`.
 */
export function local<T extends object>(create: () => T): T;
export function local(): Record<PropertyKey, unknown>;
export function local(create: () => object = () => ({})): object {
  const values = new WeakMap<Greenlet, object>();

  function current(): object {
    const greenlet = getCurrent();
    let value = values.get(greenlet);
    if (value === undefined) {
      value = create();
      values.set(greenlet, value);
    }
    return value;
  }

  return new Proxy(
    {},
    {
      get: (_, key) => Reflect.get(current(), key) as unknown,
      set: (_, key, value) => Reflect.set(current(), key, value),
      has: (_, key) => Reflect.has(current(), key),
      deleteProperty: (_, key) => Reflect.deleteProperty(current(), key),
      ownKeys: () => Reflect.ownKeys(current()),
      getOwnPropertyDescriptor: (_, key) => Reflect.getOwnPropertyDescriptor(current(), key),
      defineProperty: (_, key, descriptor) => Reflect.defineProperty(current(), key, descriptor),
      getPrototypeOf: () => Reflect.getPrototypeOf(current()),
    },
  );
}
