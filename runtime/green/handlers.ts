import type { AnyFunction } from '../contract/frame.ts';
import { isObject } from '../contract/is-object.ts';
import { link } from '../contract/link.ts';
import { originalOf } from './originals.ts';
import { isLocked } from './shadow.ts';
import type { Viewer } from './viewer.ts';

/** The view of an object: whatever is read is seen through the viewer, and whatever is written are originals. */
export class ObjectHandler implements ProxyHandler<object> {
  protected readonly viewer: Viewer;

  constructor(viewer: Viewer) {
    this.viewer = viewer;
  }

  get(target: object, key: PropertyKey, receiver: unknown): unknown {
    const seen = this.look(target, key, receiver);
    // The language forbids proxies to show anything else.
    return isObject(seen) && isLocked(target, key) ? (Reflect.get(target, key) as unknown) : seen;
  }

  set(target: object, key: PropertyKey, value: unknown, receiver: unknown): boolean {
    return Reflect.set(target, key, this.viewer.giveOne(value), originalOf(receiver));
  }

  /** What the view shows under a key. Getters are called on the original, which may have private fields. */
  look(target: object, key: PropertyKey, receiver: unknown): unknown {
    const value: unknown = Reflect.get(target, key, originalOf(receiver));
    if (value === undefined) return this.#added(target, key);
    if (!isObject(value) || key === 'prototype') return value;
    // Whoever looks for it knows promises.
    if (key === 'then') return (value as AnyFunction).bind(target);
    return this.viewer.member(target, key, value);
  }

  /** What only views have. */
  #added(target: object, key: PropertyKey): unknown {
    if (key === 'async') return target;
    if (key === Symbol.dispose) return this.#blocking(target, Symbol.asyncDispose);
    if (key !== Symbol.iterator || !isAsyncIterable(target)) return undefined;
    return () => this.viewer.iterate(target);
  }

  #blocking(target: object, key: symbol | undefined): unknown {
    const method: unknown = key === undefined ? undefined : Reflect.get(target, key);
    return isObject(method) ? this.viewer.member(target, key as symbol, method) : undefined;
  }
}

/** The view of a function or a class. */
export class FunctionHandler extends ObjectHandler {
  /** The compiled function that calls the original. */
  readonly #caller: AnyFunction;
  #parent: object | null = null;
  /** Set as soon as there is one. */
  view: object | null = null;

  constructor(viewer: Viewer, caller: AnyFunction) {
    super(viewer);
    this.#caller = caller;
  }

  /** Compiled by hand: if compiled code has announced the view, then it takes what the compiled function returns. */
  apply(_target: object, self: unknown, args: unknown[]): unknown {
    link.to = link.to === this.view ? this.#caller : null;
    return Reflect.apply(this.#caller, self, args);
  }

  construct(target: object, args: unknown[], newTarget: AnyFunction): object {
    link.to = null;
    const given = this.viewer.give(args);
    if (newTarget === this.view) return this.viewer.viewOf(Reflect.construct(target as AnyFunction, given) as object);
    const object = Reflect.construct(target as AnyFunction, given, newTarget) as object;
    const base = (target as AnyFunction).prototype as object;
    this.#showMethodsToSuper(newTarget, base);
    return this.viewer.viewWith(object, new DerivedHandler(this.viewer, base));
  }

  /** `super.method()` in a class of the program looks no further than to the prototype of its own. */
  #showMethodsToSuper(derived: AnyFunction, base: object): void {
    this.#parent ??= new Proxy(Object.create(base) as object, new ParentHandler(this.viewer, base));
    for (let holder = derived.prototype as object | null; holder !== null;) {
      const next = Object.getPrototypeOf(holder) as object | null;
      if (next === this.#parent) return;
      if (next === base) return void Reflect.setPrototypeOf(holder, this.#parent);
      holder = next;
    }
  }
}

/**
 * Stands between the prototype of a class of the program and that of its parent in the library. The program, whose `this` is a
 * view, sees methods that wait; the library, whose `this` is the original, sees its own.
 */
class ParentHandler extends ObjectHandler {
  readonly #base: object;

  constructor(viewer: Viewer, base: object) {
    super(viewer);
    this.#base = base;
  }

  override get(_target: object, key: PropertyKey, receiver: unknown): unknown {
    const object = originalOf(receiver) as object;
    const value: unknown = Reflect.get(this.#base, key, object);
    const isSeen = object !== receiver && isObject(value) && key !== 'constructor';
    return isSeen ? this.viewer.member(object, key, value) : value;
  }

  override set(_target: object, key: PropertyKey, value: unknown, receiver: unknown): boolean {
    const isOfLibrary = originalOf(receiver) === receiver;
    return isOfLibrary ? Reflect.set(this.#base, key, value, receiver) : super.set(this.#base, key, value, receiver);
  }
}

/** The view of an object of a class that the program has derived from a view: methods of the program are its own. */
class DerivedHandler extends ObjectHandler {
  readonly #base: object;

  constructor(viewer: Viewer, base: object) {
    super(viewer);
    this.#base = base;
  }

  override look(target: object, key: PropertyKey, receiver: unknown): unknown {
    return this.#isOfProgram(target, key) ? Reflect.get(target, key, receiver) : super.look(target, key, receiver);
  }

  #isOfProgram(target: object, key: PropertyKey): boolean {
    let holder: object | null = Object.getPrototypeOf(target) as object | null;
    if (Object.hasOwn(target, key)) return false;
    for (; holder !== null && holder !== this.#base; holder = Object.getPrototypeOf(holder) as object | null) {
      if (Object.hasOwn(holder, key)) return true;
    }
    return false;
  }
}

function isAsyncIterable(value: object): value is AsyncIterable<unknown> {
  return Symbol.asyncIterator in value && typeof value[Symbol.asyncIterator] === 'function';
}
