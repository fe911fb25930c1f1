'use greenlet';

import { call } from '../../enter.ts';
import { isConstructor } from '../../is-constructor.ts';
import { isObject } from '../../is-object.ts';
import { nativeTypedArray, typedArrayConstructors } from '../natives.ts';
import { show } from '../operations.ts';

/* How typed arrays are checked and made (ECMA-262, 23.2.4). */

export type TypedArray = Record<number, unknown> & { readonly length: number };
type Constructor = new (...args: unknown[]) => unknown;

/** ValidateTypedArray: refuses what is no typed array, or has lost its memory. */
export function validate(value: unknown): TypedArray {
  'use no greenlet';
  call(nativeTypedArray.keys, value);
  return value as TypedArray;
}

/** How many elements there are, whatever the property `length` says. */
export function lengthOf(array: TypedArray): number {
  'use no greenlet';
  return call(nativeTypedArray.getLength, array) as number;
}

function nameOf(array: TypedArray): string {
  'use no greenlet';
  return call(nativeTypedArray.getName, array) as string;
}

/** TypedArraySpeciesCreate. */
export function createLike(exemplar: TypedArray, length: number): TypedArray {
  const fallback = typedArrayConstructors.get(nameOf(exemplar)) as Constructor;
  const species = speciesOf(exemplar, fallback);
  if (species === fallback) return native(fallback, length);
  const result = create(species, length);
  if (holdsBigInts(result) !== holdsBigInts(exemplar)) {
    throw new TypeError('Content type of source and derived typed arrays differ');
  }
  return result;
}

/** TypedArrayCreateSameType. */
export function createSame(exemplar: TypedArray, length: number): TypedArray {
  return native(typedArrayConstructors.get(nameOf(exemplar)) as Constructor, length);
}

/** TypedArrayCreateFromCtor with a length. */
export function create(constructor: Constructor, length: number): TypedArray {
  const array = validate(new constructor(length));
  if (lengthOf(array) < length)
    throw new TypeError('Derived TypedArray constructor created an array which was too small');
  return array;
}

/** Of a native constructor. */
function native(constructor: Constructor, length: number): TypedArray {
  'use no greenlet';
  return new constructor(length) as TypedArray;
}

function holdsBigInts(array: TypedArray): boolean {
  return nameOf(array).startsWith('Big');
}

/** SpeciesConstructor. */
function speciesOf(exemplar: object, fallback: Constructor): Constructor {
  const { constructor } = exemplar as { constructor: unknown };
  if (constructor === undefined) return fallback;
  if (!isObject(constructor)) throw new TypeError('The .constructor property is not an object');
  const species = (constructor as { [Symbol.species]?: unknown })[Symbol.species];
  if (species === undefined || species === null || species === fallback) return fallback;
  if (!isConstructor(species)) throw new TypeError(`${show(species)} is not a constructor`);
  return species;
}
