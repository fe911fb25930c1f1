import { unbound } from './bound.ts';
import { link } from './link.ts';

/**
 * What is known about a parent: its constructor never suspends, or can suspend; and if it can, whether it hands out an
 * object that it is given.
 */
type Kind = 'plain' | 'blocking' | 'giving';

const kinds = new WeakMap<object, Kind>();

/** Notes that a derived class must not call this constructor through the native `super`. */
export function canBlock<C extends object>(constructor: C, canBeGiven: boolean): C {
  kinds.set(constructor, canBeGiven ? 'giving' : 'blocking');
  return constructor;
}

/** What `super` of the class constructs, if that can suspend; otherwise null. */
export function blockingParent(constructor: object): object | null {
  const parent = Object.getPrototypeOf(constructor) as object | null;
  if (parent === null) return null;
  let kind = kinds.get(parent);
  if (kind === undefined) {
    kind = guess(parent);
    kinds.set(parent, kind);
  }
  return kind === 'plain' ? null : parent;
}

const sourceOf = Function.prototype.toString;

/** A function that is no class may be compiled: whether it is shows when it is constructed. */
function guess(parent: object): Kind {
  const target = unbound(parent);
  if (target !== parent) return kinds.get(target) === undefined && guess(target) === 'plain' ? 'plain' : 'blocking';
  if (typeof parent !== 'function') return 'plain';
  const source = Reflect.apply(sourceOf, parent, []);
  return source.startsWith('class') || source.endsWith('{ [native code] }') ? 'plain' : 'blocking';
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
  if (isUnheard(parent)) kinds.set(parent, 'plain');
  link.given = object;
  if (kinds.get(parent) === 'giving') {
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

/** Whether a function has been called, and is not compiled: it has left the announcement as it was. */
function isUnheard(parent: object): boolean {
  return link.to === parent;
}
