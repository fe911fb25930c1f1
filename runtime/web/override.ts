import type { AnyFunction } from '../contract/frame.ts';
import { link } from '../contract/link.ts';

/**
 * Replaces the method `name` of this one object, if it has one; nobody else who has such an object is affected.
 *
 * The new one is not enumerable, so the object prints and compares like any other.
 *
 * @param create makes the new method of the original, which is bound to the object
 */
export function overrideMethod(
  object: object,
  name: string | symbol,
  create: (original: AnyFunction) => AnyFunction,
): void {
  // Looked up on the object itself: a test double may be a plain object.
  const method: unknown = Reflect.get(object, name);
  if (typeof method !== 'function') return;
  const value = create(method.bind(object) as AnyFunction);
  const ownName = typeof name === 'symbol' ? `[${name.description}]` : name;
  Object.defineProperty(value, 'name', { value: ownName, configurable: true });
  Object.defineProperty(object, name, { value, writable: true, configurable: true });
}

/**
 * A method that is `blocking`, a compiled function, where compiled code calls it, and `original` for everybody else. So
 * the object can be handed to code that knows only the original.
 *
 * Compiled by hand, because it must know who called it: `link.to` names it only if compiled code did.
 */
export function forCompiledCallers(original: AnyFunction, blocking: AnyFunction): AnyFunction {
  return function method(...args: unknown[]): unknown {
    const calledByCompiledCode = link.to === method;
    link.to = null;
    if (!calledByCompiledCode) return original(...args) as unknown;
    link.to = blocking;
    return blocking(...args) as unknown;
  };
}
