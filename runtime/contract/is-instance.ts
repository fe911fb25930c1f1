/** `instanceof` for what anybody may have thrown or returned: a proxy need not answer, and is no instance then. Our own classes need no such care: see `branded`. */
export function isInstance<T>(value: unknown, type: abstract new (...args: never[]) => T): value is T {
  try {
    return value instanceof type;
  } catch {
    return false;
  }
}
