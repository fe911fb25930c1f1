import { isObject } from '../contract/is-object.ts';
import { share } from '../contract/share.ts';

/** What each view shows, for all copies of the runtime. */
const originals = share(Symbol.for('greenlets:v1:originals'), () => new WeakMap<object, object>());

/** From now on, `view` stands for `original`. */
export function remember(view: object, original: object): void {
  originals.set(view, original);
}

/** What a view shows; anything else is its own original. */
export function originalOf(value: unknown): unknown {
  return isObject(value) ? (originals.get(value) ?? value) : value;
}

/** Whether this is a view, or a callback as a library has got it. */
export function isView(value: object): boolean {
  return originals.has(value);
}
