import type { AnyFunction } from '../contract/frame.ts';
import { isObject } from '../contract/is-object.ts';
import { ObjectHandler } from './object-handler.ts';
import { isView, originalOf } from './originals.ts';
import type { Viewer } from './viewer.ts';

/** How classes of the program extend the view of a class of a library, whose objects the program and the library see differently. */
export class Derivation {
  readonly #viewer: Viewer;
  readonly #base: object;
  readonly #handler: DerivedHandler;
  readonly #parent: object;
  readonly #constructors = new WeakMap<AnyFunction, AnyFunction>();

  /** @param base the prototype of the class of the library */
  constructor(viewer: Viewer, base: object) {
    this.#viewer = viewer;
    this.#base = base;
    this.#handler = new DerivedHandler(viewer, base);
    this.#parent = new Proxy(Object.create(base) as object, new ParentHandler(viewer, base));
  }

  /** The view of a new object of the class `derived`. */
  construct(target: AnyFunction, args: readonly unknown[], derived: AnyFunction): object {
    let constructor = this.#constructors.get(derived);
    if (constructor === undefined) this.#constructors.set(derived, (constructor = this.#constructorFor(derived)));
    return this.viewOf(Reflect.construct(target, args, constructor) as object);
  }

  /** The library may call methods of the program before its constructor returns. */
  viewOf(object: object): object {
    return this.#viewer.viewWith(object, this.#handler);
  }

  /** What the library gets for `new.target`: its objects have a prototype of their own. */
  #constructorFor(derived: AnyFunction): AnyFunction {
    const prototype = derived.prototype as object;
    this.#showMethodsToSuper(prototype);
    const constructor = function (): void {
      // Never called: only its prototype counts.
    };
    Object.defineProperty(constructor, 'name', { value: derived.name });
    constructor.prototype = new Proxy(
      Object.create(prototype) as object,
      new ProgramHandler(this, this.#viewer, this.#base),
    );
    return Object.setPrototypeOf(constructor, derived) as AnyFunction;
  }

  /** `super.method()` in a class of the program looks no further than to the prototype of its own. */
  #showMethodsToSuper(prototype: object): void {
    for (let holder: object | null = prototype; holder !== null;) {
      const next = Object.getPrototypeOf(holder) as object | null;
      if (next === this.#parent) return;
      if (next === this.#base) return void Reflect.setPrototypeOf(holder, this.#parent);
      holder = next;
    }
  }
}

/**
 * Stands between an object of a class of the program and the prototype of that class. The library, whose `this` is the original, calls
 * methods of the program as it calls callbacks: there, `this` and the arguments are views.
 */
class ProgramHandler implements ProxyHandler<object> {
  readonly #derivation: Derivation;
  readonly #viewer: Viewer;
  readonly #base: object;

  constructor(derivation: Derivation, viewer: Viewer, base: object) {
    this.#derivation = derivation;
    this.#viewer = viewer;
    this.#base = base;
  }

  get(target: object, key: PropertyKey, receiver: unknown): unknown {
    if (!this.#isForProgram(target, key, receiver)) return Reflect.get(target, key, receiver);
    return this.#viewer.giveOne(Reflect.get(target, key, this.#derivation.viewOf(receiver as object)));
  }

  set(target: object, key: PropertyKey, value: unknown, receiver: unknown): boolean {
    if (!this.#isForProgram(target, key, receiver)) return Reflect.set(target, key, value, receiver);
    return Reflect.set(target, key, this.#viewer.view(value), this.#derivation.viewOf(receiver as object));
  }

  /** Whether the library uses, by its own object, what a class of the program has. */
  #isForProgram(target: object, key: PropertyKey, receiver: unknown): boolean {
    if (!isObject(receiver) || isView(receiver) || key === 'constructor') return false;
    return hasOfProgram(Object.getPrototypeOf(target) as object, key, this.#base);
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
    const isOfProgram = !Object.hasOwn(target, key) && hasOfProgram(Object.getPrototypeOf(target), key, this.#base);
    return isOfProgram ? Reflect.get(target, key, receiver) : super.look(target, key, receiver);
  }
}

/** Whether a prototype has something under a key that does not come from `base`. */
function hasOfProgram(prototype: unknown, key: PropertyKey, base: object): boolean {
  for (let holder = prototype as object | null; holder !== null && holder !== base;) {
    if (Object.hasOwn(holder, key)) return true;
    holder = Object.getPrototypeOf(holder) as object | null;
  }
  return false;
}
