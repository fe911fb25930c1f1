import { iterate } from '../async/iterate.ts';
import type { AnyFunction } from '../contract/frame.ts';
import { isObject } from '../contract/is-object.ts';
import { link } from '../contract/link.ts';
import { abandonIteration, Call, PendingCall } from './call.ts';
import { callBack, type Callback } from './callback.ts';
import { isData, isPlain } from './is-data.ts';
import { FunctionHandler } from './function-handler.ts';
import type { GreenOptions } from './options.ts';
import { ObjectHandler } from './object-handler.ts';
import { isView, originalOf, remember } from './originals.ts';
import { planOf } from './plan.ts';
import { hasLocked, shadowOf, ShadowHandler } from './shadow.ts';

/** Methods of emitters that return the listeners. */
const LISTENERS = new Set(['listeners', 'rawListeners']);

/** The prototypes of ordinary functions and of asynchronous ones. A function of another class has methods. */
const PARENTS = new Set([
  Function.prototype,
  Object.getPrototypeOf(async (promise: unknown) => await promise) as object,
]);

/** What methods and arrows have of their own; whatever has more is seen through a proxy. */
const OF_METHODS = new Set<PropertyKey>(['length', 'name']);

/**
 * Shows objects and functions of a library in such a way that every promise is waited for. Each has one view, for as long as
 * it lives.
 */
export class Viewer {
  readonly #options: GreenOptions;
  readonly #views = new WeakMap<object, object>();
  /** From functions of the program to what a library gets instead. */
  readonly #callbacks = new WeakMap<object, object>();
  readonly #objectHandler = new ObjectHandler(this);

  constructor(options: GreenOptions) {
    this.#options = options;
  }

  /** What is seen of a value through a view: data as it is, a callback of the program as the program knows it. */
  view(value: unknown): unknown {
    return isObject(value) ? this.#see(value, value, nameOf(value)) : value;
  }

  /** What is seen of what an object has under a key. */
  member(owner: object, key: PropertyKey, value: object): unknown {
    return this.#views.get(value) ?? this.#see(value, owner, String(key));
  }

  /** The view of an object or a function, whatever it is. */
  viewOf(object: object, owner: object = object, name = nameOf(object)): object {
    return (
      this.#views.get(object) ??
      (typeof object === 'function' ? this.#viewFunction(object as AnyFunction, owner, name) : this.#viewObject(object))
    );
  }

  /**
   * The view of an object that a class of the program has made of a class of the library.
   *
   * @param handler what knows which methods are the program's
   */
  viewWith(object: object, handler: ProxyHandler<object>): object {
    return this.#views.get(object) ?? this.#remember(new Proxy(object, handler), object);
  }

  /** What a library gets of arguments: originals instead of views, and functions that may block. */
  give(args: readonly unknown[]): readonly unknown[] {
    for (const value of args) if (isObject(value)) return args.map((each) => this.giveOne(each));
    return args;
  }

  /** The same for a library that does not call the functions. */
  giveUntouched(args: readonly unknown[]): readonly unknown[] {
    return args.map((value) => (typeof value === 'function' && !isView(value) ? value : this.giveOne(value)));
  }

  giveOne(value: unknown): unknown {
    if (!isObject(value)) return value;
    if (isView(value)) return originalOf(value);
    if (typeof value === 'function') return isClass(value) ? value : this.#callback(value as Callback);
    return Array.isArray(value) || isPlain(value) ? withoutViews(value) : value;
  }

  /** The iterator of a `for...of` loop over what is only asynchronously iterable. */
  *iterate(source: AsyncIterable<unknown>): IterableIterator<unknown> {
    'use greenlet';
    try {
      for (const item of iterate(source)) yield this.view(item);
    } catch (error) {
      abandonIteration(source, error);
      this.#options.onAbandonedLoop?.(source, error);
      throw error;
    }
  }

  #see(value: object, owner: object, name: string): unknown {
    const known = this.#views.get(value);
    if (known !== undefined) return known;
    if (isView(value)) return this.#isCallback(value) ? originalOf(value) : value;
    if (isData(value) || this.#options.isValue?.(value) === true) return value;
    return this.viewOf(value, owner, name);
  }

  /** What is seen of a list of listeners: those that the program has given, as it knows them. */
  viewListeners(value: unknown): unknown {
    return Array.isArray(value) ? value.map((listener: unknown) => this.#viewListener(listener)) : this.view(value);
  }

  /** Around one that is to be called once there is another function, which holds it. */
  #viewListener(listener: unknown): unknown {
    if (typeof listener !== 'function') return listener;
    if (this.#isCallback(listener)) return originalOf(listener);
    const { listener: held } = listener as { listener?: unknown };
    return isObject(held) && this.#isCallback(held) ? this.viewOf(listener) : listener;
  }

  /** Whether it is what the library has got instead of a function of the program. */
  #isCallback(value: object): boolean {
    return this.#callbacks.get(originalOf(value) as object) === value;
  }

  #viewObject(object: object): object {
    const view = hasLocked(object)
      ? new Proxy(shadowOf(object), new ShadowHandler(object, this.#objectHandler))
      : new Proxy(object, this.#objectHandler);
    return this.#remember(view, object);
  }

  #viewFunction(fn: AnyFunction, owner: object, name: string): object {
    const caller = this.#callerOf(fn, owner, name);
    if (isMethod(fn)) return this.#remember(caller, fn);
    const handler = new FunctionHandler(this, caller);
    handler.view = hasLocked(fn) ? new Proxy(shadowOf(fn), new ShadowHandler(fn, handler)) : new Proxy(fn, handler);
    return this.#remember(handler.view, fn);
  }

  #callerOf(fn: AnyFunction, owner: object, name: string): AnyFunction {
    const plan = planOf(this.#options, owner, name);
    const call = new Call(messageName(owner, name), fn, plan);
    const caller =
      plan.call === undefined
        ? createCaller(this, call, plan.sendsFunctions === true, LISTENERS.has(name))
        : createAdapter(this, call, plan.call as AnyFunction);
    for (const property of ['length', 'name'] as const) {
      Object.defineProperty(caller, property, { value: fn[property], configurable: true });
    }
    return Object.defineProperty(caller, 'async', { value: fn, configurable: true });
  }

  #callback(fn: Callback): unknown {
    const known = this.#callbacks.get(fn);
    if (known !== undefined) return known;
    const callback = new Proxy(fn, {
      apply: (target, self: unknown, args: unknown[]) => {
        link.to = null;
        return callBack(
          target,
          this.view(self),
          args.map((value) => this.view(value)),
        );
      },
    });
    this.#callbacks.set(fn, callback);
    remember(callback, fn);
    return callback;
  }

  #remember(view: object, object: object): object {
    this.#views.set(object, view);
    remember(view, object);
    return view;
  }
}

/** The compiled function that calls an original. */
function createCaller(viewer: Viewer, call: Call, sendsFunctions = false, listsListeners = false): AnyFunction {
  return function (this: unknown, ...args: unknown[]): unknown {
    'use greenlet';
    const given = sendsFunctions ? viewer.giveUntouched(args) : viewer.give(args);
    const begun = call.begin(originalOf(this), given);
    const result = begun instanceof PendingCall ? begun.claim(begun.wait()) : begun;
    return listsListeners ? viewer.viewListeners(result) : viewer.view(result);
  };
}

/** The same for a call that an adapter makes; with a callback it does not block, and is made as it is. */
function createAdapter(viewer: Viewer, call: Call, adapt: AnyFunction): AnyFunction {
  const plain = createCaller(viewer, call);
  return function (this: unknown, ...args: unknown[]): unknown {
    'use greenlet';
    if (typeof args.at(-1) === 'function') return Reflect.apply(plain, this, args);
    call.assertCanWait();
    return viewer.view(adapt(originalOf(this), ...viewer.give(args)));
  };
}

/** Nobody can call it. */
function isClass(fn: object): boolean {
  return Reflect.getOwnPropertyDescriptor(fn, 'prototype')?.writable === false;
}

/** No further than that: options and lists that directly hold views. */
function withoutViews(value: object): unknown {
  const held = Object.values(value) as unknown[];
  if (!held.some((item) => isObject(item) && isView(item))) return value;
  if (Array.isArray(value)) return value.map(originalOf);
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, originalOf(item)]));
}

/** Whether it has nothing that other methods and arrows have not. */
function isMethod(fn: AnyFunction): boolean {
  return PARENTS.has(Object.getPrototypeOf(fn) as object) && Reflect.ownKeys(fn).every((key) => OF_METHODS.has(key));
}

function nameOf(object: object): string {
  return typeof object === 'function' ? object.name : '';
}

/** `Client.query()`, or `query()` of a module. */
function messageName(owner: object, name: string): string {
  const type: unknown = typeof owner === 'function' ? owner : Reflect.get(owner, 'constructor');
  const prefix =
    typeof type === 'function' && type !== Object && type.name !== '' && type.name !== name ? `${type.name}.` : '';
  return `${prefix}${name || 'a function'}()`;
}
