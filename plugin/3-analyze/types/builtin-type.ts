import type { BuiltinType } from '../../interface/type-source.ts';

export const PRIMITIVE: BuiltinType = { kind: 'primitive', elements: null };
const REGEXP: BuiltinType = { kind: 'regexp', elements: null };
const MAP: BuiltinType = { kind: 'map', elements: null };
const SET: BuiltinType = { kind: 'set', elements: null };
const TYPED_ARRAY: BuiltinType = { kind: 'array', elements: PRIMITIVE };

export function arrayOf(elements: BuiltinType | null): BuiltinType {
  return { kind: 'array', elements };
}

const NAMED: ReadonlyMap<string, BuiltinType> = new Map([
  ...['Map', 'WeakMap', 'ReadonlyMap'].map((name) => [name, MAP] as const),
  ...['Set', 'WeakSet', 'ReadonlySet'].map((name) => [name, SET] as const),
  ...['Int8', 'Uint8', 'Uint8Clamped', 'Int16', 'Uint16', 'Int32', 'Uint32'].map((name) => typedArray(name)),
  ...['Float32', 'Float64', 'BigInt64', 'BigUint64'].map((name) => typedArray(name)),
  ['RegExp', REGEXP] as const,
]);

function typedArray(name: string): readonly [string, BuiltinType] {
  return [`${name}Array`, TYPED_ARRAY];
}

/**
 * The builtin type of that name.
 *
 * @param elements the type of the elements, for `Array`
 */
export function builtinNamed(name: string, elements: () => BuiltinType | null): BuiltinType | null {
  if (name === 'Array' || name === 'ReadonlyArray') return arrayOf(elements());
  return NAMED.get(name) ?? null;
}

/** The type of what is of any of some types; null if that is no builtin type. Of several kinds it is none. */
export function union(types: readonly (BuiltinType | null)[]): BuiltinType | null {
  const [first = null, ...others] = types;
  return others.reduce((left, right) => either(left, right), first);
}

function either(left: BuiltinType | null, right: BuiltinType | null): BuiltinType | null {
  if (left?.kind !== right?.kind || left === null || right === null) return null;
  return { kind: left.kind, elements: either(left.elements, right.elements) };
}
