import type { AnyFunction } from '../contract/frame.ts';
import { isObject } from '../contract/is-object.ts';
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

function isAsyncIterable(value: object): value is AsyncIterable<unknown> {
  return Symbol.asyncIterator in value && typeof value[Symbol.asyncIterator] === 'function';
}
