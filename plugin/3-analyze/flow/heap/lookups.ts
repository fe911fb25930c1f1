import type { Heap } from './heap.ts';
import type { Place } from './place.ts';
import type { Value } from './value.ts';

/** An access to a property: whose it is, where it is looked for first, and what is stored in it. */
interface Lookup {
  receivers: Place;
  from: Place;
  /** Null where it is computed. */
  name: string | null;
  stored: Place | null;
}

/** The name under which `instanceof` looks for a method. */
export const HAS_INSTANCE = '@@hasInstance';

/**
 * The accesses of a program, where code outside the file may have put accessors on `Object.prototype` and
 * `Function.prototype`: such an accessor gets the object as its `this`, and what is stored. That cannot happen
 * where the object, or a prototype that the file has made, certainly has the property.
 */
export class Lookups {
  readonly #lookups: Lookup[] = [];

  note(lookup: Lookup): void {
    // What has a private name is no property.
    if (lookup.name?.startsWith('#') !== true) this.#lookups.push(lookup);
  }

  /** Takes to be known to anybody what an accessor may get, as far as values have been followed; tells whether there was any. */
  settle(heap: Heap): boolean {
    let found = false;
    for (const lookup of this.#lookups) {
      for (const receiver of lookup.receivers.values) {
        if (isKnownToAll(receiver) || isCertain(lookup, receiver)) continue;
        heap.release(receiver);
        if (lookup.stored !== null) heap.escape(lookup.stored);
        found = true;
      }
    }
    return found;
  }
}

function isKnownToAll({ kind, outsider }: Value): boolean {
  return outsider !== null || kind === 'unknown' || kind === 'primitive';
}

function isCertain({ receivers, from, name }: Lookup, receiver: Value): boolean {
  if (name === null) return false;
  return receivers === from ? has(receiver, name) : haveAll(from, name);
}

/** Whether the object, or one of those that it inherits from, has the property whatever happens. */
function has(value: Value, name: string, seen = new Set<Value>()): boolean {
  if (seen.has(value)) return false;
  seen.add(value);
  const { kind, own, maker, parents, elements } = value;
  const isCallable = kind === 'function' || kind === 'class';
  if (kind !== 'object' && !isCallable) return false;
  // `Function.prototype` has a method that nobody can replace.
  if (name === HAS_INSTANCE && isCallable && elements.values.size === 0 && parents.values.size === 0) return true;
  return own.has(name) || (maker !== null && isOwnOfInstances(maker, name)) || haveAll(parents, name, seen);
}

function haveAll({ values }: Place, name: string, seen = new Set<Value>()): boolean {
  return values.size > 0 && [...values].every((value) => has(value, name, new Set(seen)));
}

/** Whether all objects that a class or function makes have the property of their own before anybody sees them. */
function isOwnOfInstances({ ownOfInstances, parents }: Value, name: string, seen = new Set<Value>()): boolean {
  if (ownOfInstances.has(name)) return true;
  const { values } = parents;
  return (
    values.size > 0 &&
    [...values].every((parent) => !seen.has(parent) && isOwnOfInstances(parent, name, new Set(seen).add(parent)))
  );
}
