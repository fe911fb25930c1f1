import { cancellations } from '../contract/cancellations/cancellations.ts';
import { isObject } from '../contract/is-object.ts';

/*
 * Whoever is killed passes that on: kills what it has started, aborts its signal. All of this is one cancellation, which comes to
 * some by several ways.
 */

/** What the errors come of that do not stand for themselves. */
const origins = new WeakMap<object, unknown>();

/** What a kill, or the abort of a signal with that reason, began with. */
export function originOf(error: unknown): unknown {
  return isObject(error) && origins.has(error) ? origins.get(error) : error;
}

/** The error comes of `origin`, if it does not come of anything yet. */
export function setOrigin(error: unknown, origin: unknown): void {
  if (isObject(error) && !origins.has(error)) origins.set(error, origin);
}

/** `killer` raises the error in somebody else: what it is being cancelled by itself goes on in it. */
export function passOn(killer: object, error: unknown): void {
  const under = cancellations.raisedSince(killer, 0);
  if (under !== undefined && !Object.is(under.error, error)) setOrigin(error, originOf(under.error));
}
