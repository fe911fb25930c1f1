/**
 * A class whose instances are recognised across copies of this package (the ES module and the CommonJS build):
 * `instanceof` asks for a registered symbol rather than for the prototype.
 */
export function branded(target: { prototype: object }, name: string): void {
  const brand = Symbol.for(`greenlets:v1:${name}`);
  Object.defineProperty(target.prototype, brand, { value: true });
  Object.defineProperty(target, Symbol.hasInstance, {
    value(this: { prototype: object }, value: unknown): boolean {
      if (this !== target) return Function.prototype[Symbol.hasInstance].call(this, value);
      return typeof value === 'object' && value !== null && has(value, brand);
    },
  });
}

/** Anything may be thrown, and asked about: also a proxy that answers no questions. */
function has(value: object, key: symbol): boolean {
  try {
    return key in value;
  } catch {
    return false;
  }
}

/** A class of errors, recognised in the same way, that are called by its name. */
export function brandedError(target: { prototype: object }, name: string): void {
  branded(target, name);
  Object.defineProperty(target.prototype, 'name', { value: name, writable: true, configurable: true });
}

/**
 * Ends a greenlet quietly: raised in a greenlet that is killed. If nothing catches it, the parent receives it as a
 * value. In the greenlet that it was delivered to, a compiled `catch` clause that does not name it passes it on.
 *
 * Source: greenlet's `GreenletExit`, which Python keeps outside `Exception` for the same reason.
 */
export class GreenletExit extends Error {
  static {
    brandedError(this, 'GreenletExit');
  }
  constructor(message = 'the greenlet was killed') {
    super(message);
  }
}

/** A switch that cannot be made safely. Thrown before anything has happened. */
export class SwitchError extends Error {
  static {
    brandedError(this, 'SwitchError');
  }
}
