/** Classes whose constructor can suspend: a derived class must not call it through the native `super`. */
const blocking = new WeakSet<object>();

export function canBlock<C extends object>(constructor: C): C {
  blocking.add(constructor);
  return constructor;
}

/** What `super` of the class constructs, if that can suspend; otherwise null. */
export function blockingParent(constructor: object): object | null {
  const parent = Object.getPrototypeOf(constructor) as object | null;
  return parent !== null && blocking.has(parent) ? parent : null;
}

export const construct: (parent: never, args: readonly unknown[], newTarget: never) => unknown = Reflect.construct;

/** A parent of which `super` makes `this` whatever object it is given. */
const Given = function (this: object, object: object): object {
  return object;
};

/**
 * Makes `super(object)` in a constructor of the class yield that object, so that the fields of the class are initialized
 * on it: for as long as that takes, the class has another parent.
 */
export function adopt(constructor: object, callSuper: () => unknown): void {
  const parent = Object.getPrototypeOf(constructor) as object;
  Object.setPrototypeOf(constructor, Given);
  try {
    callSuper();
  } finally {
    Object.setPrototypeOf(constructor, parent);
  }
}
