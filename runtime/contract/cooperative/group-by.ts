'use greenlet';

import { objectCreate, objectDefineProperty } from '../builtins.ts';
import { propertyKey } from '../checks.ts';
import { nativeMap, nativeMapGroupBy, nativeObjectGroupBy, nativeWeakMap } from './natives.ts';
import { assertCallable, native } from './operations.ts';

/* `groupBy` and `getOrInsertComputed`, compiled, so that the callbacks can suspend. */

type KeyOf = (value: unknown, index: number) => unknown;
type Groups = Map<unknown, unknown[]>;

function groupObject(items: unknown, callback: KeyOf): object {
  const result = objectCreate(null) as Record<PropertyKey, unknown>;
  const groups = groupBy(items, callback, (key) => propertyKey(key));
  for (const [key, values] of groups) result[key as PropertyKey] = values;
  return result;
}

function groupMap(items: unknown, callback: KeyOf): Groups {
  return groupBy(items, callback, (key) => key);
}

function groupBy(items: unknown, callback: KeyOf, toKey: (key: unknown) => unknown): Groups {
  if (items === undefined || items === null) throw new TypeError(`${String(items)} is not an object`);
  assertCallable(callback);
  const groups: Groups = new Map();
  let index = 0;
  for (const value of items as Iterable<unknown>) {
    const key = toKey(callback(value, index));
    const group = native(nativeMap.get, groups, key) as unknown[] | undefined;
    if (group === undefined) native(nativeMap.set, groups, key, [value]);
    else append(group, value);
    index++;
  }
  return groups;
}

function append(group: unknown[], value: unknown): void {
  objectDefineProperty(group, group.length, { value, writable: true, enumerable: true, configurable: true });
}

type Compute = (key: unknown) => unknown;

function mapGetOrInsert(this: unknown, key: unknown, callback: Compute): unknown {
  const isThere = native(nativeMap.has, this, key);
  assertCallable(callback);
  if (isThere) return native(nativeMap.get, this, key);
  const value = callback(key === 0 ? 0 : key);
  native(nativeMap.set, this, key, value);
  return value;
}

function weakMapGetOrInsert(this: unknown, key: unknown, callback: Compute): unknown {
  const isThere = native(nativeWeakMap.has, this, key);
  assertCallable(callback);
  if (isThere) return native(nativeWeakMap.get, this, key);
  native(nativeWeakMap.set, new WeakMap(), key, undefined);
  const value = callback(key);
  native(nativeWeakMap.set, this, key, value);
  return value;
}

export const groupingMethods: [unknown, unknown][] = [
  [nativeObjectGroupBy, groupObject],
  [nativeMapGroupBy, groupMap],
  [nativeMap.getOrInsertComputed, mapGetOrInsert],
  [nativeWeakMap.getOrInsertComputed, weakMapGetOrInsert],
];
