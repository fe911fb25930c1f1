type Constructor = new (...args: unknown[]) => unknown;

/** Asking costs a microsecond; who constructs something constructs it again. */
const known = new WeakSet();

/** The specification's IsConstructor: whether `new` works. It runs none of the program's code. */
export function isConstructor(value: unknown): value is Constructor {
  if (typeof value !== 'function') return false;
  if (known.has(value)) return true;
  try {
    // A proxy is a constructor if its target is one; its own trap keeps that one from being called.
    new new Proxy(value as Constructor, { construct: () => known })();
  } catch {
    return false;
  }
  known.add(value);
  return true;
}
