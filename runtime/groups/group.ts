import { branded } from '../core/errors/errors.ts';
import { cancellations } from '../contract/cancellations/cancellations.ts';
import { expected } from '../core/errors/expected.ts';
import { namedLike } from '../core/names/function-name.ts';
import { checkArray, checkIterable } from '../core/errors/check.ts';
import { getCurrent } from '../core/greenlet.ts';
import { checkOptions, NO_OPTIONS } from '../core/errors/options.ts';
import type { Greenlet } from '../greenlets/greenlet.ts';
import { spawn } from '../greenlets/spawning/spawn.ts';
import { assertCallback } from '../waiting/links/linkable.ts';
import { promised } from '../waiting/promises/promised.ts';
import { mapItems } from './mapping/map-items.ts';
import { MAP_OPTIONS, MapIterator, type MapOptions } from './mapping/map-iterator.ts';
import { Members } from './members.ts';

/**
 * Keeps track of greenlets until they end, and calls functions in new ones.
 *
 * Source: gevent's `Group`.
 */
export class Group extends Members {
  static {
    branded(this, 'Group');
  }

  /**
   * Calls `fn` in a member of its own and returns the result; if that is a promise it is waited for. In a member it is called at once, since that may hold
   * the last place.
   *
   * Kill and timeout safety: if the caller is killed while it waits for room, nothing is spawned; if it is killed
   * later, the call goes on.
   *
   * @throws {SwitchError} if the calling code cannot be suspended; a call that has begun goes on
   */
  apply<Args extends unknown[], R>(fn: (...args: Args) => R | PromiseLike<R>, ...args: Args): R {
    'use greenlet';
    assertCallback(fn);
    const since = cancellations.tick();
    if (this.isMember(getCurrent())) return promised(fn(...args), 'Group.apply()', since);
    return this.spawn<Args, R>(fn, ...args).get();
  }

  /**
   * Like `apply`, but returns a greenlet for the result. Never blocks: if there is no room, the call begins when there is.
   * `join` waits for it from now on.
   *
   * @param args what `fn` is called with; nothing by default
   * @param callback called with the result in a greenlet of its own if there is one, not after an error
   * @param errorCallback called with the error in a greenlet of its own if there is one, which is not reported then
   * @throws {TypeError} if an argument has the wrong type
   */
  applyAsync<Args extends unknown[], R>(
    fn: (...args: Args) => R | PromiseLike<R>,
    args: Args | [] = [],
    callback?: (result: R) => void,
    errorCallback?: (error: unknown) => void,
  ): Greenlet<R> {
    assertCallback(fn);
    checkArray(args, 'an array');
    assertCallbacks(callback, errorCallback);
    const greenlet = this.full() ? this.#submit(fn, ...(args as Args)) : this.spawn(fn, ...(args as Args));
    return linked(greenlet, callback, errorCallback);
  }

  /**
   * Calls `fn` for each item, concurrently; returns the results in the order of the items.
   *
   * Kill and timeout safety: if the caller is killed, no more calls begin, and those under way go on.
   *
   * @throws {TypeError} if an argument has the wrong type, or there are several iterables: `zip` of `greenlets/helpers` makes one of them
   * @throws the error of the first item, in that order, for which `fn` fails; the other calls go on, and if they fail as
   *   well, that is reported (see `setErrorHandler`). To have every error, use `imap`, or `spawn` and `get`.
   * @throws {SwitchError} if the calling code cannot be suspended; calls that have begun go on
   */
  map<T, R>(fn: (item: T) => R | PromiseLike<R>, items: Iterable<T>, ...others: never[]): R[] {
    'use greenlet';
    assertMap(fn, items);
    if (others.length > 0) throw expected('one iterable, such as `zip` makes of several', others[0]);
    return mapItems(this, fn, items);
  }

  /**
   * Like `map`, but returns a greenlet for the results. Never blocks.
   *
   * @param callback called with the results in a greenlet of its own, not after an error
   * @param errorCallback called with the error that `map` would throw in a greenlet of its own; that is not reported then
   * @throws {TypeError} if an argument has the wrong type
   */
  mapAsync<T, R>(
    fn: (item: T) => R | PromiseLike<R>,
    items: Iterable<T>,
    callback?: (results: R[]) => void,
    errorCallback?: (error: unknown) => void,
  ): Greenlet<R[]> {
    assertMap(fn, items);
    assertCallbacks(callback, errorCallback);
    const mapAll = (): R[] => {
      'use greenlet';
      return mapItems(this, fn, items);
    };
    return linked(spawn(namedLike(fn, mapAll)), callback, errorCallback);
  }

  /**
   * Calls `fn` for each item, concurrently, and iterates over the results in the order of the items. The step at which
   * the call failed throws its error; the iteration can go on after it.
   *
   * The items are fetched by a greenlet of its own, ahead of the reader. While somebody iterates, errors wait to be read. They
   * are reported if they come before the first step, after a step that has thrown, or after the iteration was left.
   *
   * @throws {TypeError} if an argument has the wrong type
   */
  imap<T, R>(
    fn: (item: T) => R | PromiseLike<R>,
    items: Iterable<T>,
    options: MapOptions = NO_OPTIONS,
  ): MapIterator<T, R> {
    assertMap(fn, items);
    checkOptions(options, MAP_OPTIONS);
    return new MapIterator(this, fn, items, { ...options, ordered: true });
  }

  /** Like `imap`, but in the order in which the calls end. */
  imapUnordered<T, R>(
    fn: (item: T) => R | PromiseLike<R>,
    items: Iterable<T>,
    options: MapOptions = NO_OPTIONS,
  ): MapIterator<T, R> {
    assertMap(fn, items);
    checkOptions(options, MAP_OPTIONS);
    return new MapIterator(this, fn, items, { ...options, ordered: false });
  }

  /** Makes a call as soon as there is room, in a member with a name that tells what it calls. */
  #submit<Args extends unknown[], R>(fn: (...args: Args) => R | PromiseLike<R>, ...args: Args): Greenlet<R> {
    const call = (): R => {
      'use greenlet';
      return this.spawn(fn, ...args).get();
    };
    const greenlet = spawn(namedLike(fn, call));
    this.submitted(greenlet);
    return greenlet;
  }
}

function assertCallbacks(...callbacks: unknown[]): void {
  for (const callback of callbacks) if (callback !== undefined) assertCallback(callback);
}

/** Calls one of these when the greenlet has ended. */
function linked<R>(
  greenlet: Greenlet<R>,
  callback: ((result: R) => void) | undefined,
  errorCallback: ((error: unknown) => void) | undefined,
): Greenlet<R> {
  'use greenlet';
  if (callback !== undefined) greenlet.linkValue(namedLike(callback, () => callback(greenlet.value as R)));
  if (errorCallback !== undefined)
    greenlet.linkException(namedLike(errorCallback, () => errorCallback(greenlet.exception)));
  return greenlet;
}

function assertMap(fn: unknown, items: unknown): void {
  assertCallback(fn);
  checkIterable(items);
}
