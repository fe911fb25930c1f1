/**
 * Whether a timer of `AbortSignal.timeout()` stands behind the signal. Only Node's own symbols tell; where they are called
 * otherwise, the program is not held.
 */
export function abortsByItself(signal: AbortSignal): boolean {
  return Object.getOwnPropertySymbols(signal).some((symbol) => {
    const value: unknown = Reflect.get(signal, symbol);
    if (symbol.description === 'kTimeout') return value === true;
    // A set of Node's own, which does not inherit from `Set`.
    if (symbol.description !== 'kSourceSignals' || !isIterable(value)) return false;
    return Array.from(value as Iterable<WeakRef<AbortSignal>>).some((ref) => {
      const source = ref.deref();
      return source !== undefined && abortsByItself(source);
    });
  });
}

function isIterable(value: unknown): value is Iterable<unknown> {
  return typeof value === 'object' && value !== null && Symbol.iterator in value;
}
