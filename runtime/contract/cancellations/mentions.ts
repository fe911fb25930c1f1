import { reflectGet } from '../builtins.ts';
import type { Cancellation } from './cancellations.ts';

/**
 * How a `catch` clause names what it takes: by the name of a class, or by an expression that stands behind `instanceof`,
 * which is only evaluated when there is a cancellation. A comparison with the error evaluates to true if it is the one.
 */
export type Mention = string | ((error: unknown) => unknown);

/** In a clause that calls `isCancellation`, which takes any. */
const ANY = 'isCancellation';
/** In a clause that looks whether a signal is aborted. */
const ABORTED = 'aborted';

/** Whoever names both classes knows of cancellations, and means any. */
const CLASSES = ['GreenletExit', 'Timeout'];

/** Whether a clause names a cancellation. */
export function isNamed({ error, kind }: Cancellation, mentions: readonly Mention[]): boolean {
  if (CLASSES.every((name) => mentions.includes(name))) return true;
  return mentions.some((mention) => {
    if (mention === ANY) return true;
    if (mention === ABORTED) return kind === 'abort';
    return typeof mention === 'string' ? isCalled(error, mention) : isInstance(error, mention);
  });
}

/** By our brand, which subclasses inherit, or by what errors say of themselves. */
function isCalled(error: unknown, name: string): boolean {
  if (typeof error !== 'object' || error === null) return false;
  try {
    if (Symbol.for(`greenlets:v1:${name}`) in error) return true;
    return reflectGet(error, 'name') === name || reflectGet(error, 'code') === name;
  } catch {
    // A signal may be aborted with a proxy, which need not answer.
    return false;
  }
}

/** `Error` and `Object` name nothing: every error is one. */
function isInstance(error: unknown, read: (error: unknown) => unknown): boolean {
  try {
    const target = read(error);
    if (target === true) return true;
    if (typeof target !== 'function' || target === Error || target === Object) return false;
    return error instanceof target;
  } catch {
    // The variable has no value yet: then the clause cannot ask either.
    return false;
  }
}
