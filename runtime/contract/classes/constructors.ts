import {
  objectGetPrototypeOf,
  objectIsExtensible,
  objectSetPrototypeOf,
  reflectApply,
  reflectConstruct,
} from '../builtins.ts';
import { unbound } from '../bound.ts';
import { isConstructor } from '../is-constructor.ts';
import { link } from '../link.ts';
import { share } from '../share.ts';
import { nameOf, noParent } from './no-parent.ts';

/**
 * What is known about a parent: its constructor never suspends, or can suspend; and if it can, whether it hands out an
 * object that it is given.
 */
type Kind = 'plain' | 'blocking' | 'giving';

const kinds = share(Symbol.for('greenlets:v1:constructors'), () => new WeakMap<object, Kind>());

/** Notes that a derived class must not call this constructor through the native `super`. */
export function canBlock<C extends object>(constructor: C, canBeGiven: boolean): C {
  kinds.set(constructor, canBeGiven ? 'giving' : 'blocking');
  return constructor;
}

/**
 * What `super` of the class constructs first, if that can suspend; otherwise null.
 *
 * @param name what an error calls the class, if the native `super` would call it otherwise
 * @throws {TypeError} if there is a name, and the parent is no constructor
 */
export function blockingParent(constructor: object, name?: string): object | null {
  const parent = objectGetPrototypeOf(constructor) as object | null;
  if (parent === null) return withoutParent(parent, name);
  let kind = kinds.get(parent);
  if (kind === undefined) {
    if (!isConstructor(parent)) return withoutParent(parent, name);
    kind = guess(parent);
    kinds.set(parent, kind);
  }
  if (kind === 'plain') return null;
  // Nothing can take the place of the parent of a frozen class: `super` constructs it, which may not block then.
  return kind === 'giving' || objectIsExtensible(constructor) ? parent : null;
}

/** The native `super` complains. */
function withoutParent(parent: object | null, name: string | undefined): null {
  if (name !== undefined) throw noParent(parent, name);
  return null;
}

/** Refuses what the native `super`, which an arrow without a name calls, would refuse without saying of which class it is. */
export function assertParent(constructor: object): void {
  const parent = objectGetPrototypeOf(constructor) as object | null;
  if (parent === null || (!kinds.has(parent) && !isConstructor(parent))) throw noParent(parent, nameOf(constructor));
}

const sourceOf = Function.prototype.toString;

/** A function that is no class may be compiled: whether it is shows when it is constructed. */
function guess(parent: object): Kind {
  const target = unbound(parent);
  if (target !== parent) return kinds.get(target) === undefined && guess(target) === 'plain' ? 'plain' : 'blocking';
  if (typeof parent !== 'function') return 'plain';
  const source = reflectApply(sourceOf, parent, []);
  return source.startsWith('class') || source.endsWith('{ [native code] }') ? 'plain' : 'blocking';
}

const nativeConstruct = reflectConstruct as (parent: object, args: readonly unknown[], newTarget: object) => unknown;

/** `Reflect.construct` of a parent that has been announced. */
export function construct(parent: never, args: readonly unknown[], newTarget: never): unknown {
  if (isStrange(newTarget)) link.to = null;
  return nativeConstruct(parent, args, newTarget);
}

const strange = new WeakMap<object, boolean>();

/**
 * Whether reading the `prototype` of what is constructed may run code of anybody's, who would take the announcement, or
 * the object given, for themselves: that of a proxy, or what a bound function inherits.
 */
export function isStrange(newTarget: object): boolean {
  if (kinds.has(newTarget)) return false;
  let known = strange.get(newTarget);
  if (known === undefined) {
    known = typeof newTarget === 'function' && NAMELESS.test(reflectApply(sourceOf, newTarget, []));
    strange.set(newTarget, known);
  }
  return known;
}

/** What is builtin has a name here; functions of a program have another body. */
const NAMELESS = /^function \(\)\s*\{\s*\[native code\]\s*\}$/;

/** The object that a constructor has been given to hand out. */
export function given(): object | null {
  const object = link.given;
  link.given = null;
  return object;
}

/** A class whose parent is `Given` until `super` has asked for it. */
interface Adoption {
  readonly constructor: object;
  readonly parent: object;
}

const adoption: { current: Adoption | null } = { current: null };

/**
 * A parent of which `super` makes `this` whatever it is given. As a derived class, it makes no object before. The fields
 * that are initialized next find the class as it was: they may construct it again.
 */
const Given = class extends Object {
  // @ts-expect-error -- it returns another object
  constructor() {
    endAdoption();
    return given() as object;
  }
};

function endAdoption(): void {
  const { current } = adoption;
  adoption.current = null;
  if (current !== null) objectSetPrototypeOf(current.constructor, current.parent);
}

/**
 * Makes `super()` in a constructor of the class yield `object`, so that the fields of the class are initialized on it.
 * The parent hands it out; if it has fields of its own to initialize first, or others could come before, another one takes
 * its place meanwhile.
 */
export function adopt(constructor: object, object: object, newTarget: object, callSuper: () => unknown): void {
  const parent = objectGetPrototypeOf(constructor) as object;
  if (isUnheard(parent)) kinds.set(parent, 'plain');
  if (kinds.get(parent) === 'giving' && !isStrange(newTarget)) {
    link.given = object;
    callSuper();
    return;
  }
  objectSetPrototypeOf(constructor, Given);
  adoption.current = { constructor, parent };
  link.given = object;
  try {
    callSuper();
  } finally {
    endAdoption();
  }
}

/** Whether a function has been called, and is not compiled: it has left the announcement as it was. */
function isUnheard(parent: object): boolean {
  return link.to === parent;
}
