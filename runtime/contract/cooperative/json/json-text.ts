import { objectGetPrototypeOf } from '../../builtins.ts';
import { isObject } from '../../is-object.ts';
import { nativeJson } from '../natives.ts';
import { lengthOfArrayLike, native } from '../operations.ts';

/* The parts of `JSON.stringify` that call nobody back. */

const { trunc, min } = Math;
const toText = String;

export function quote(text: string): string {
  return native(nativeJson.stringify, JSON, text) as string;
}

/** The second argument as a list of keys; null if it is none. */
export function toKeys(list: unknown): string[] | null {
  if (!Array.isArray(list)) return null;
  const keys = new Set<string>();
  const length = lengthOfArrayLike(list);
  for (let index = 0; index < length; index++) {
    const item: unknown = list[index];
    if (typeof item === 'string' || typeof item === 'number' || isWrapper(item, 'String', 'Number')) {
      keys.add(String(item));
    }
  }
  return [...keys];
}

/** The third argument as what each level of nesting is indented with. */
export function toIndent(space: unknown): string {
  const value = isWrapper(space, 'Number') ? +(space as string) : isWrapper(space, 'String') ? String(space) : space;
  if (typeof value === 'number') return ' '.repeat(Math.max(0, min(10, trunc(value) || 0)));
  return typeof value === 'string' ? value.slice(0, 10) : '';
}

/** A number, string, boolean or bigint in place of an object that wraps one. */
export function unwrap(value: unknown): unknown {
  if (!mayBeWrapper(value)) return value;
  if (isWrapper(value, 'Number')) return +(value as unknown as string);
  if (isWrapper(value, 'String')) return native(toText, undefined, value);
  if (isWrapper(value, 'Boolean')) return native(unwrappers.Boolean, value);
  return isWrapper(value, 'BigInt') ? native(unwrappers.BigInt, value) : value;
}

type Wrapper = 'Number' | 'String' | 'Boolean' | 'BigInt';

const unwrappers: Record<Wrapper, unknown> = {
  Number: Number.prototype.valueOf,
  String: String.prototype.valueOf,
  Boolean: Boolean.prototype.valueOf,
  BigInt: BigInt.prototype.valueOf,
};
const prototypes: ReadonlySet<unknown> = new Set([
  Number.prototype,
  String.prototype,
  Boolean.prototype,
  BigInt.prototype,
]);

/**
 * The exact test throws errors, and is too slow for every object of a large structure. This one misses only wrappers
 * that somebody gave a prototype of another kind. Those of another realm have another `Object.prototype`.
 */
function mayBeWrapper(value: unknown): value is object {
  if (!isObject(value) || typeof value === 'function' || Array.isArray(value)) return false;
  let last: unknown = value;
  for (let parent: unknown = value; parent !== null; parent = objectGetPrototypeOf(parent)) {
    if (prototypes.has(parent)) return true;
    last = parent;
  }
  return last !== Object.prototype && last !== value;
}

/** Whether an object has the internal slot: only then does the native `valueOf` accept it. */
function isWrapper(value: unknown, ...kinds: Wrapper[]): boolean {
  if (!isObject(value)) return false;
  return kinds.some((kind) => {
    try {
      native(unwrappers[kind], value);
      return true;
    } catch {
      return false;
    }
  });
}
