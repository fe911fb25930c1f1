import { expected, misuse } from '../core/errors/expected.ts';
import { checkOptions } from '../core/errors/options.ts';
import { isObject } from '../contract/is-object.ts';
import { share } from '../contract/share.ts';
import { isData, isPlain } from './is-data.ts';
import { isView, originalOf } from './originals.ts';
import type { GreenOptions } from './options.ts';
import type { Green, Result, Single } from './types.ts';
import { Viewer } from './viewer.ts';

const OPTIONS = ['plan', 'onAbandonedLoop', 'isValue'] as const;
const TARGETS = 'an object, a function, a class or a module';

/** Gives the view of an object, a function, a class or a module. */
export interface ToGreen {
  /** A function with one signature keeps its type parameters. */
  <A extends unknown[], R, F>(target: F & ((...args: A) => PromiseLike<R>) & Single<F>): (...args: A) => Result<R>;
  <T extends object>(target: T): Green<T>;
  /** The same for what may be anything: data is returned as it is. Compiled code calls this for `patch: { green: [...] }`. */
  of<T>(value: T): Green<T>;
}

/**
 * Makes a `green` that knows a library: how its calls are abandoned, and which of its objects are data.
 *
 * @throws {TypeError} if an option is of a wrong type, or does not exist
 */
export function createGreen(options: GreenOptions): ToGreen {
  checkOptions(options, OPTIONS);
  for (const name of OPTIONS) {
    const option: unknown = options[name];
    if (option !== undefined && typeof option !== 'function') throw expected(`a function as \`${name}\``, option);
  }
  return toGreen(new Viewer(options));
}

function toGreen(viewer: Viewer): ToGreen {
  const viewOf = (target: object): object => (isView(target) ? target : viewer.viewOf(target));
  const toView = (target: unknown): object => {
    if (!isObject(target) || Array.isArray(target)) throw expected(TARGETS, target);
    if (target instanceof Promise) throw misuse(new TypeError(`expected ${TARGETS}, got a promise: use wait(promise)`));
    return viewOf(target);
  };
  const of = (value: unknown): unknown =>
    isObject(value) && (!isData(value) || isPlain(value)) ? viewOf(value) : value;
  return Object.assign(toView, { of }) as ToGreen;
}

/**
 * The view of an object, a function, a class or a module in which every promise is waited for: calls return what their promises
 * are fulfilled with, and throw what they are rejected with. What they return, and what properties hold, is seen in the same way:
 * functions, instances of classes, and plain objects that directly hold one of these. Data passes untouched: primitives, arrays,
 * dates, maps, buffers, errors, and plain objects that hold nothing else.
 *
 * An object has one view. Methods and getters are called on the original, which `view.async` is.
 *
 * Functions that are given to a method run in greenlets when they are called, so they may block: to the library they are functions that
 * return a promise then.
 *
 * Kill and timeout safety: a promise cannot be cancelled, so what was called goes on, and its result is dropped. `createGreen` says
 * how to stop it.
 *
 * @throws {TypeError} if `target` is a primitive, an array or a promise
 * @throws {SwitchError} the methods of the view, where they would have to wait and the calling code cannot be suspended
 */
export const green: ToGreen = share(Symbol.for('greenlets:v1:green'), () => createGreen({}));

/** What a view shows: the object whose methods return promises. Anything else is its own original. */
export function original<T>(view: { readonly async: T }): T;
export function original(value: unknown): unknown;
export function original(value: unknown): unknown {
  return originalOf(value);
}
