import type { AnyFunction } from '../contract/frame.ts';

const INSPECT = Symbol.for('nodejs.util.inspect.custom');

/** A proxy that passes everything on to another object at each moment. */
export class LocalTraps implements ProxyHandler<object> {
  readonly proxy: object;
  readonly #current: () => object;
  readonly #methods = new WeakMap<AnyFunction, AnyFunction>();

  constructor(current: () => object) {
    this.#current = current;
    const target = {
      [INSPECT]: (_depth: number, options: object, inspect: (value: unknown, options: object) => string) =>
        inspect(current(), options),
    };
    this.proxy = new Proxy(target, this);
  }

  get(_: object, key: PropertyKey, receiver: unknown): unknown {
    const object = this.#current();
    const value: unknown = Reflect.get(object, key, this.#actual(receiver, object));
    return typeof value === 'function' && isMethod(object, key, value) ? this.#method(value as AnyFunction) : value;
  }

  set(_: object, key: PropertyKey, value: unknown, receiver: unknown): boolean {
    const object = this.#current();
    return Reflect.set(object, key, value, this.#actual(receiver, object));
  }

  has(_: object, key: PropertyKey): boolean {
    return Reflect.has(this.#current(), key);
  }

  deleteProperty(_: object, key: PropertyKey): boolean {
    return Reflect.deleteProperty(this.#current(), key);
  }

  ownKeys(): (string | symbol)[] {
    return Reflect.ownKeys(this.#current());
  }

  /** A proxy must not call fixed what is not fixed in its target, which belongs to all greenlets. */
  getOwnPropertyDescriptor(_: object, key: PropertyKey): PropertyDescriptor | undefined {
    const descriptor = Reflect.getOwnPropertyDescriptor(this.#current(), key);
    return descriptor === undefined ? undefined : { ...descriptor, configurable: true };
  }

  defineProperty(_: object, key: PropertyKey, descriptor: PropertyDescriptor): boolean {
    return descriptor.configurable !== false && Reflect.defineProperty(this.#current(), key, descriptor);
  }

  getPrototypeOf(): object | null {
    return Reflect.getPrototypeOf(this.#current());
  }

  setPrototypeOf(_: object, prototype: object | null): boolean {
    return Reflect.setPrototypeOf(this.#current(), prototype);
  }

  preventExtensions(): boolean {
    return false;
  }

  /** Accessors of private members, and of builtins, work with the object itself only. */
  #actual(receiver: unknown, object: object): unknown {
    return receiver === this.proxy ? object : receiver;
  }

  /** Methods as well. They may block. */
  #method(method: AnyFunction): AnyFunction {
    const known = this.#methods.get(method);
    if (known !== undefined) return known;
    const [proxy, current] = [this.proxy, this.#current];
    const passedOn = {
      method(this: unknown, ...args: unknown[]): unknown {
        'use greenlet';
        return Reflect.apply(method, this === proxy ? current() : this, args);
      },
    }.method;
    for (const key of ['name', 'length']) {
      Object.defineProperty(passedOn, key, { value: Reflect.get(method, key), configurable: true });
    }
    this.#methods.set(method, passedOn);
    return passedOn;
  }
}

/** Whether it is inherited, and no class: what the program has stored in the object itself is given back as it is. */
function isMethod(object: object, key: PropertyKey, value: object): boolean {
  for (let holder: object | null = object; holder !== null; holder = Reflect.getPrototypeOf(holder)) {
    const descriptor = Reflect.getOwnPropertyDescriptor(holder, key);
    if (descriptor !== undefined) return holder !== object && descriptor.value === value && !isClass(key, value);
  }
  return false;
}

function isClass(key: PropertyKey, value: object): boolean {
  return key === 'constructor' || Reflect.getOwnPropertyDescriptor(value, 'prototype')?.writable === false;
}
