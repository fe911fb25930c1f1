/** The name of a function of the program, whose `name` may be anything, and may throw; empty if it has none. */
export function functionName(fn: { readonly name: unknown } | null): string {
  try {
    const name = fn?.name;
    return typeof name === 'string' ? name : '';
  } catch {
    return '';
  }
}
