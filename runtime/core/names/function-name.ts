/** The name of a function of the program, whose `name` may be anything, and may throw; empty if it has none. */
export function functionName(fn: { readonly name: unknown } | null): string {
  try {
    const name = fn?.name;
    return typeof name === 'string' ? name : '';
  } catch {
    return '';
  }
}

/** Gives `fn` the name of another function: a greenlet that begins with it is named so. */
export function namedLike<F extends (...args: never[]) => unknown>(other: { readonly name: unknown }, fn: F): F {
  return Object.defineProperty(fn, 'name', { value: functionName(other) });
}
