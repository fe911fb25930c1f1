/** A module object that has its own `functions`, and for everything else shows what `original` holds at the moment. */
export function overlay<T extends object>(original: T, functions: Partial<T>): T {
  const properties: PropertyDescriptorMap = {};
  for (const key of Object.keys(original)) {
    properties[key] = Object.hasOwn(functions, key)
      ? { value: Reflect.get(functions, key), enumerable: true, configurable: true, writable: true }
      : passThrough(original, key);
  }
  return Object.defineProperties({}, properties) as T;
}

function passThrough(original: object, key: string): PropertyDescriptor {
  return {
    get: () => Reflect.get(original, key) as unknown,
    set: (value: unknown) => void Reflect.set(original, key, value),
    enumerable: true,
    configurable: true,
  };
}
