import { objectDefineProperty, objectGetOwnPropertyDescriptor, reflectGet, reflectOwnKeys } from './builtins.ts';
import { spreadable } from './iteration/plain-array.ts';

/** The checks that a variable makes by itself as long as it stays where it was declared. */

/** What a variable holds until its declaration has been evaluated. */
export const UNINITIALIZED: object = Object.freeze(Object.create(null) as object);

/** A variable read where it may not be initialized yet. */
export function tdz<T>(value: T, name: string): T {
  if (value === UNINITIALIZED) throw new ReferenceError(`Cannot access '${name}' before initialization`);
  return value;
}

/** The value that is assigned to a variable which may not be initialized yet. */
export function late<T>(value: T, current: unknown, name: string): T {
  tdz(current, name);
  return value;
}

/** What a pattern assigns to where the variable may not be initialized yet. */
export function lateTarget<T>(current: unknown, name: string, store: (value: T) => void): { value: T } {
  return {
    get value(): T {
      return tdz(current, name) as T;
    },
    set value(value: T) {
      tdz(current, name);
      store(value);
    },
  };
}

/** A constant that is assigned to: reading works, storing throws. */
export function constant<T>(current: T, name: string): { value: T } {
  return {
    get value() {
      return tdz(current, name);
    },
    set value(_: T) {
      tdz(current, name);
      throw new TypeError(`Assignment to constant variable.`);
    },
  };
}

/**
 * What destructuring an object does first; returns the value.
 *
 * @param key the first property, or null where that is computed
 * @param text what the value is called; null if it stands in another one
 */
export function objectCoercible<T>(value: T, key: PropertyKey | null = null, text?: string | null): T {
  if (value !== null && value !== undefined) return value;
  if (text === null) {
    const reading = key === null ? '' : ` (reading '${String(key)}')`;
    throw new TypeError(`Cannot read properties of ${String(value)}${reading}`);
  }
  const property = key === null ? '' : `property '${String(key)}' of `;
  const name = text ?? (value === null ? 'object null' : 'undefined');
  throw new TypeError(`Cannot destructure ${property}'${name}' as it is ${String(value)}.`);
}

/** A computed key, converted as the language does it. */
export function propertyKey(key: unknown): PropertyKey {
  if (typeof key === 'symbol' || typeof key === 'string') return key;
  return reflectOwnKeys({ [key as PropertyKey]: undefined })[0] as PropertyKey;
}

/** `...rest` of an object pattern whose other keys are given. */
export function restOf(value: unknown, keys: readonly PropertyKey[]): object {
  const object = Object(value) as object;
  const rest: Record<PropertyKey, unknown> = {};
  const taken = new Set(spreadable(keys.map((key) => (typeof key === 'symbol' ? key : String(key)))));
  for (const key of spreadable(reflectOwnKeys(object))) {
    if (taken.has(key)) continue;
    const descriptor = objectGetOwnPropertyDescriptor(object, key);
    if (descriptor?.enumerable === true) {
      objectDefineProperty(rest, key, {
        value: reflectGet(object, key),
        enumerable: true,
        writable: true,
        configurable: true,
      });
    }
  }
  return rest;
}

/** The method that a literal or class has just defined. */
export function ownValue(object: object, key: PropertyKey): unknown {
  return objectGetOwnPropertyDescriptor(object, key)?.value;
}

/** What a constructor returns counts only if it is an object. */
export function constructed(value: unknown): object | undefined {
  return (typeof value === 'object' && value !== null) || typeof value === 'function' ? value : undefined;
}

/** In a derived class, a constructor may return an object or nothing. */
export function constructedDerived(value: unknown): object | undefined {
  const object = constructed(value);
  if (object === undefined && value !== undefined) {
    throw new TypeError('Derived constructors may only return object or undefined');
  }
  return object;
}
