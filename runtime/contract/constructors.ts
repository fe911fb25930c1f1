import { link } from './link.ts';

/** Classes whose constructor can suspend, and whether they hand out an object that they are given. */
const blocking = new WeakMap<object, boolean>();

/** Notes that a derived class must not call this constructor through the native `super`. */
export function canBlock<C extends object>(constructor: C, canBeGiven: boolean): C {
  blocking.set(constructor, canBeGiven);
  return constructor;
}

/** What `super` of the class constructs, if that can suspend; otherwise null. */
export function blockingParent(constructor: object): object | null {
  const parent = Object.getPrototypeOf(constructor) as object | null;
  return parent !== null && blocking.has(parent) ? parent : null;
}

export const construct: (parent: never, args: readonly unknown[], newTarget: never) => unknown = Reflect.construct;

/** The object that a constructor has been given to hand out. */
export function given(): object | null {
  const object = link.given;
  link.given = null;
  return object;
}

/** A parent of which `super` makes `this` whatever it is given. */
const Given = function (this: object): object | null {
  return given();
};

/**
 * Makes `super()` in a constructor of the class yield `object`, so that the fields of the class are initialized on it.
 * The parent hands it out; if it has fields of its own to initialize first, another one takes its place meanwhile.
 */
export function adopt(constructor: object, object: object, callSuper: () => unknown): void {
  const parent = Object.getPrototypeOf(constructor) as object;
  link.given = object;
  if (blocking.get(parent) === true) {
    callSuper();
    return;
  }
  Object.setPrototypeOf(constructor, Given);
  try {
    callSuper();
  } finally {
    Object.setPrototypeOf(constructor, parent);
  }
}
