/** A module object that has its own `functions`, and for everything else shows what `original` holds at the moment. */
export function overlay<T extends object>(original: T, functions: Partial<T>): T {
  const properties: PropertyDescriptorMap = {};
  for (const key of Object.keys(original)) {
    properties[key] = Object.hasOwn(functions, key)
      ? { value: Reflect.get(functions, key), enumerable: true, configurable: true, writable: true }
      : { get: () => Reflect.get(original, key) as unknown, enumerable: true, configurable: true };
  }
  return Object.defineProperties({}, properties) as T;
}
