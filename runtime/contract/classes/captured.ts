/**
 * A decorator, in the standard form and in the legacy one, that tells what it decorates as it is before other decorators
 * are applied: to `store`, as its `this` and its argument.
 */
export function captured(
  store: (original: unknown) => void,
): (value: unknown, context?: unknown, descriptor?: PropertyDescriptor) => void {
  return (value, _context, descriptor) => {
    const original: unknown = descriptor === undefined ? value : descriptor.value;
    store.call(original, original);
  };
}
