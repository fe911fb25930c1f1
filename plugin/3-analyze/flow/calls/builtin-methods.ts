import { isMethodOfPrimitives } from '../../yield-points/builtins.ts';
import { invoke } from './invoke.ts';
import { isIndex, type Heap } from '../heap/heap.ts';
import { callUnknown, type Site } from './site.ts';
import type { Place } from '../heap/place.ts';
import type { Value } from '../heap/value.ts';

const words = (text: string): ReadonlySet<string> => new Set(text.split(' '));

/** A method of a string or number. */
export function callPrimitive(heap: Heap, site: Site, name: string): void {
  if (isMethodOfPrimitives(name) || isIndex(name)) site.result.add(heap.primitive);
  else if (name === 'split' || name === 'match') site.result.add(heap.array(heap.place(heap.primitive)));
  else if (name === 'replace' || name === 'replaceAll') {
    site.result.add(heap.primitive);
    callBack(heap, site, heap.place(heap.primitive), 1);
  } else callUnknown(heap, site);
}

const READING = words('join indexOf lastIndexOf includes toString');
const TAKING = words('pop shift at');
const ADDING = words('push unshift');
const ITERATING = words('keys values entries');
const COPYING = words('slice splice reverse concat fill copyWithin with toReversed toSpliced subarray');
const WITH_CALLBACK = words(
  'forEach map filter some every find findIndex findLast findLastIndex reduce reduceRight sort toSorted',
);

/** A method of an array. The copies that methods make are not told apart from the original. */
export function callArray(heap: Heap, site: Site, array: Value, name: string): void {
  if (isIndex(name)) array.elements.each((element) => invoke(heap, element, array, site));
  else if (READING.has(name)) site.result.add(heap.primitive);
  else if (TAKING.has(name)) array.elements.flowTo(site.result);
  else if (ADDING.has(name)) {
    addArguments(heap, site, array, false);
    site.result.add(heap.primitive);
  } else if (ITERATING.has(name)) iterateOver(heap, site, array, name);
  else if (COPYING.has(name)) {
    addArguments(heap, site, array, name === 'concat');
    site.result.add(array);
  } else if (WITH_CALLBACK.has(name)) callWithElements(heap, site, array, name);
  else callUnknown(heap, site, array);
}

const READING_COLLECTION = words('has delete clear');
const CHANGING_COLLECTION = words('add set');

/** A method of a map or set. */
export function callCollection(heap: Heap, site: Site, collection: Value, name: string): void {
  if (READING_COLLECTION.has(name)) site.result.add(heap.primitive);
  else if (name === 'get') collection.elements.flowTo(site.result);
  else if (CHANGING_COLLECTION.has(name)) {
    addArguments(heap, site, collection, false);
    site.result.add(collection);
  } else if (ITERATING.has(name)) iterateOver(heap, site, collection, name);
  else if (name === 'forEach') callWithElements(heap, site, collection, name);
  else callUnknown(heap, site, collection);
}

export function callRegExp(heap: Heap, site: Site, regexp: Value, name: string): void {
  if (name === 'test') site.result.add(heap.primitive);
  else if (name === 'exec') site.result.add(heap.array(heap.place(heap.primitive)));
  else callUnknown(heap, site, regexp);
}

/** What it returns yields keys, values, or pairs of them. */
function iterateOver(heap: Heap, site: Site, container: Value, name: string): void {
  const values = heap.place(heap.primitive);
  container.elements.flowTo(values);
  if (name !== 'entries') return makeArray(heap, site, values);
  site.made.pair ??= heap.value('array');
  values.flowTo(site.made.pair.elements);
  makeArray(heap, site, heap.place(site.made.pair));
}

function addArguments(heap: Heap, site: Site, array: Value, spreads: boolean): void {
  for (const arg of [...site.args, ...(site.spread === null ? [] : [site.spread])]) {
    arg.flowTo(array.elements);
    if (spreads) heap.elementsOf(arg).flowTo(array.elements);
  }
}

const RETURNING_ELEMENT = words('find findLast reduce reduceRight');
const RETURNING_ARRAY = words('filter sort toSorted');

/** The callback gets elements, the array, and what it returned before. What its `this` is, is not followed. */
function callWithElements(heap: Heap, site: Site, array: Value, name: string): void {
  const passed = heap.place(array, heap.primitive);
  array.elements.flowTo(passed);
  if (name.startsWith('reduce')) for (const arg of site.args.slice(1)) arg.flowTo(passed);
  else for (const arg of site.args.slice(1)) heap.escape(arg);
  if (site.spread !== null) heap.escape(site.spread);
  const returned = callBack(heap, site, passed, 0);
  returned.flowTo(passed);
  if (RETURNING_ELEMENT.has(name)) passed.flowTo(site.result);
  else if (RETURNING_ARRAY.has(name)) site.result.add(array);
  else if (name === 'map') makeArray(heap, site, returned);
  else site.result.add(heap.primitive);
}

/** The result of the call is an array with these elements. */
function makeArray(heap: Heap, site: Site, elements: Place): void {
  site.made.array ??= heap.value('array');
  elements.flowTo(site.made.array.elements);
  site.result.add(site.made.array);
}

/** Calls the callback among the arguments; what it returns is the result. */
function callBack(heap: Heap, site: Site, passed: Place, index: number): Place {
  const inner: Site = { ...site, args: [], spread: passed, result: heap.place(), callees: new Set(), lookups: [] };
  const callbacks = [site.args[index], site.spread].filter((place) => place !== undefined && place !== null);
  for (const place of callbacks) {
    place.each((callback) => {
      if (callback.info !== null) heap.activation(callback.info).implicit = true;
      invoke(heap, callback, null, inner);
      for (const callee of inner.callees) site.callees.add(callee);
      if (inner.unknown) callUnknown(heap, site);
    });
  }
  return inner.result;
}
