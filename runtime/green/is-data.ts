/** What the language and the platform define to hold values: nothing of it is waited for. */
const DATA = [
  'Date',
  'Error',
  'RegExp',
  'Map',
  'Set',
  'WeakMap',
  'WeakSet',
  'WeakRef',
  'ArrayBuffer',
  'SharedArrayBuffer',
  'Boolean',
  'Number',
  'String',
  'Symbol',
  'BigInt',
  'URL',
  'URLSearchParams',
  'Headers',
  'FormData',
  'AbortSignal',
  'AbortController',
].flatMap((name) => {
  const value: unknown = Reflect.get(globalThis, name);
  return typeof value === 'function' ? [value as abstract new () => object] : [];
});

/** Iterators that never wait, by their tags: `Array Iterator`, `Generator`... */
const ITERATOR = /^\[object (?:.* )?(?:Iterator|Generator|Iterator Helper)\]$/;

/**
 * Whether a value is seen as it is, through a view, too: primitives, arrays, what holds values (dates, maps, buffers, errors...), and
 * plain objects that directly hold neither functions nor instances of classes.
 */
export function isData(value: unknown): boolean {
  if (typeof value === 'function') return false;
  if (typeof value !== 'object' || value === null) return true;
  if (Array.isArray(value) || ArrayBuffer.isView(value) || value instanceof Promise) return true;
  return isPlain(value) ? !holdsMore(value) : isOfData(value);
}

/** Whether it is an instance of no class. */
export function isPlain(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value);
  // That of other realms has no prototype either.
  return (
    prototype === null ||
    (Object.getPrototypeOf(prototype) === null && Object.hasOwn(prototype as object, 'isPrototypeOf'))
  );
}

function isOfData(value: object): boolean {
  return DATA.some((type) => value instanceof type) || ITERATOR.test(Object.prototype.toString.call(value));
}

/** Getters are left alone: they may do anything. */
function holdsMore(value: object): boolean {
  for (const key of Object.keys(value)) {
    const held: unknown = Reflect.getOwnPropertyDescriptor(value, key)?.value;
    if (typeof held === 'function') return true;
    if (typeof held === 'object' && held !== null && !isShallowData(held)) return true;
  }
  return false;
}

/** No deeper than that: what plain objects hold in plain objects is left alone. */
function isShallowData(value: object): boolean {
  return Array.isArray(value) || ArrayBuffer.isView(value) || isPlain(value) || isOfData(value);
}
