import { objectGetPrototypeOf, objectHasOwn } from '../builtins.ts';
import { call } from '../enter.ts';
import { ITERATOR } from '../iteration/plain-array.ts';

interface Kind {
  prototype: object;
  /** The method that makes the iterators. */
  iterate: unknown;
  /** Fails for what is no such collection, a proxy of one included. */
  size: unknown;
}

const kinds: Kind[] = [Map, Set].map(({ prototype }) => ({
  prototype,
  iterate: prototype[ITERATOR],
  size: Object.getOwnPropertyDescriptor(prototype, 'size')?.get,
}));
const iterateString: unknown = String.prototype[ITERATOR];
const iterateTypedArray: unknown = Uint8Array.prototype[ITERATOR];

/**
 * Whether `value`, whose iterator `method` makes, is a string, a typed array, a map or a set, and asking it again for its
 * iterator would be noticed by nobody.
 */
export function isNativeCollection(value: unknown, method: unknown): boolean {
  if (typeof value === 'string') return method === iterateString;
  if (method === iterateTypedArray) return ArrayBuffer.isView(value) && !objectHasOwn(value, ITERATOR);
  const kind = kinds.find(({ iterate }) => iterate === method);
  if (kind === undefined) return false;
  try {
    call(kind.size, value);
  } catch {
    return false;
  }
  return objectGetPrototypeOf(value) === kind.prototype && !objectHasOwn(value as object, ITERATOR);
}
