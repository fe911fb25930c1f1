import type { AnyFunction } from '../contract/frame.ts';
import { isData } from './is-data.ts';
import type { ObjectHandler } from './object-handler.ts';

/** Whether a property can neither be changed nor taken away: a proxy of the object must show its value as it is. */
export function isLocked(object: object, key: PropertyKey): boolean {
  if (!Object.hasOwn(object, key)) return false;
  const descriptor = Reflect.getOwnPropertyDescriptor(object, key);
  return descriptor?.configurable === false && descriptor.writable === false;
}

/** Whether an object has such a property that is to be seen otherwise; frozen objects do. */
export function hasLocked(object: object): boolean {
  return Reflect.ownKeys(object).some((key) => {
    if (key === 'prototype') return false;
    const descriptor = Reflect.getOwnPropertyDescriptor(object, key);
    return descriptor?.configurable === false && descriptor.writable === false && !isData(descriptor.value);
  });
}

/** What a proxy can be made of instead: a function of an object of the same kind, with no properties that bind. */
export function shadowOf(object: object): object {
  if (typeof object !== 'function') return Object.create(Object.getPrototypeOf(object) as object | null) as object;
  if (!Object.hasOwn(object, 'prototype')) return () => undefined;
  const shadow = function (): void {
    // Never called: the proxy does something else.
  };
  shadow.prototype = (object as AnyFunction).prototype as object;
  return shadow;
}

/** The handler of a proxy of a shadow, which shows another object through a handler of its own. */
export class ShadowHandler implements ProxyHandler<object> {
  readonly #object: object;
  readonly #handler: ObjectHandler & ProxyHandler<object>;

  constructor(object: object, handler: ObjectHandler) {
    this.#object = object;
    this.#handler = handler;
  }

  get(_shadow: object, key: PropertyKey, receiver: unknown): unknown {
    return this.#handler.look(this.#object, key, receiver);
  }

  set(_shadow: object, key: PropertyKey, value: unknown, receiver: unknown): boolean {
    return this.#handler.set(this.#object, key, value, receiver);
  }

  has(_shadow: object, key: PropertyKey): boolean {
    return Reflect.has(this.#object, key);
  }

  deleteProperty(_shadow: object, key: PropertyKey): boolean {
    return Reflect.deleteProperty(this.#object, key);
  }

  ownKeys(): (string | symbol)[] {
    return Reflect.ownKeys(this.#object);
  }

  /** A proxy may call a property unchangeable only if its shadow has such a one. */
  getOwnPropertyDescriptor(shadow: object, key: PropertyKey): PropertyDescriptor | undefined {
    const descriptor = Reflect.getOwnPropertyDescriptor(this.#object, key);
    if (descriptor === undefined || (Object.hasOwn(shadow, key) && key === 'prototype'))
      return Reflect.getOwnPropertyDescriptor(shadow, key);
    return { ...descriptor, configurable: true };
  }

  defineProperty(_shadow: object, key: PropertyKey, descriptor: PropertyDescriptor): boolean {
    return Reflect.defineProperty(this.#object, key, descriptor);
  }

  getPrototypeOf(): object | null {
    return Reflect.getPrototypeOf(this.#object);
  }

  setPrototypeOf(_shadow: object, prototype: object | null): boolean {
    return Reflect.setPrototypeOf(this.#object, prototype);
  }

  apply(shadow: object, self: unknown, args: unknown[]): unknown {
    return this.#handler.apply?.(shadow, self, args);
  }

  construct(_shadow: object, args: unknown[], newTarget: AnyFunction): object {
    return this.#handler.construct?.(this.#object, args, newTarget) ?? {};
  }
}
