import { wait } from '../async/wait.ts';
import { isCancellation } from '../cancellation/is-cancellation.ts';
import { checkOptions, NO_OPTIONS } from '../core/errors/options.ts';
import { getCurrent } from '../core/greenlet.ts';
import { hub } from '../hub/index.ts';
import { AsyncResult } from '../sync/async-result.ts';
import { assertCallback } from '../waiting/links/linkable.ts';
import { checkNatural, checkNumber } from './checks.ts';
import { keyOf } from './key-of.ts';

export interface MemoizeOptions<Args extends unknown[]> {
  /**
   * What results are kept by, compared as the keys of a map. By default the only argument: an object is equal to itself only. Several arguments must
   * be equal one by one, where arrays and plain objects are equal if they look the same, with their properties in the same order.
   */
  readonly key?: (...args: Args) => unknown;
  /** How long a result is kept, in ms; for ever by default. */
  readonly ttl?: number;
  /** How many results are kept; those go first that have not been used for longest. */
  readonly max?: number;
}

/** A function that remembers its results. */
export interface Memoized<Args extends unknown[], R> {
  (...args: Args): Awaited<R>;
  /** Forgets the result of a call, also of one that is under way. Returns whether there was one. */
  delete(...args: Args): boolean;
  /** Forgets all results, also of calls that are under way. */
  clear(): void;
}

/**
 * Makes a function that does what `f` does, once for each key. While one greenlet calls `f`, others who want the same block until
 * it has the result. An error goes to all of them, and is not kept.
 *
 * Kill and timeout safety: if the greenlet that calls `f` is given up, one of those who wait for it calls `f` instead.
 *
 * `f` gets no `this`. Let each object make a memory of its own: `this.load = memoize((id) => ...)`.
 *
 * @param f a promise that it returns is waited for
 * @throws {TypeError} if an option is of a wrong type, or does not exist
 * @throws {Error} the function that is returned, if `f` calls it with a key whose result it is computing
 * @throws {SwitchError} the function that is returned, if it would have to wait, and the calling code cannot be suspended
 */
export function memoize<Args extends unknown[], R>(
  f: (...args: Args) => R,
  options: MemoizeOptions<Args> = NO_OPTIONS,
): Memoized<Args, R> {
  assertCallback(f);
  checkOptions(options, ['key', 'ttl', 'max']);
  const { key = keyOf, ttl = Infinity, max = Infinity } = options;
  assertCallback(key);
  checkNumber(ttl, 0, Infinity, 'ttl');
  if (max !== Infinity) checkNatural(max, 'max');
  const memory = new Memory<Awaited<R>>(ttl, max);
  const memoized = function (...args: Args): Awaited<R> {
    'use greenlet';
    return memory.get(key(...args), () => wait(f(...args)));
  };
  return Object.assign(memoized, {
    delete: (...args: Args) => memory.delete(key(...args)),
    clear: () => memory.clear(),
  });
}

/** Whoever was to have the result has been given up. */
const ABANDONED = Symbol('abandoned');

/** A call that is under way. */
class Flight<R> extends AsyncResult<R | typeof ABANDONED> {
  readonly #leader = getCurrent();

  /** What it comes to, for another greenlet than the one that makes the call. */
  await(): R | typeof ABANDONED {
    'use greenlet';
    if (this.#leader === getCurrent())
      throw new Error('a memoized function has called itself with the same key: it would wait for its own result');
    return this.get();
  }
}

interface Kept<R> {
  readonly value: R;
  readonly expires: number;
}

class Memory<R> {
  readonly #ttl: number;
  readonly #max: number;
  /** The one that was used last is the last one. */
  readonly #kept = new Map<unknown, Kept<R>>();
  readonly #flights = new Map<unknown, Flight<R>>();

  constructor(ttl: number, max: number) {
    this.#ttl = ttl;
    this.#max = max;
  }

  get(key: unknown, produce: () => R): R {
    'use greenlet';
    for (;;) {
      const kept = this.#find(key);
      if (kept !== undefined) return kept.value;
      const flight = this.#flights.get(key);
      if (flight === undefined) return this.#lead(key, produce);
      const result = flight.await();
      if (result !== ABANDONED) return result;
    }
  }

  delete(key: unknown): boolean {
    this.#flights.delete(key);
    return this.#kept.delete(key);
  }

  clear(): void {
    this.#flights.clear();
    this.#kept.clear();
  }

  #find(key: unknown): Kept<R> | undefined {
    const kept = this.#kept.get(key);
    if (kept === undefined) return undefined;
    this.#kept.delete(key);
    if (kept.expires <= hub.host.now()) return undefined;
    this.#kept.set(key, kept);
    return kept;
  }

  #lead(key: unknown, produce: () => R): R {
    'use greenlet';
    const flight = new Flight<R>();
    this.#flights.set(key, flight);
    try {
      const value = produce();
      if (this.#isWanted(key, flight)) this.#keep(key, value);
      flight.set(value);
      return value;
    } catch (error) {
      if (isCancellation(error)) flight.set(ABANDONED);
      else flight.setException(error);
      throw error;
    } finally {
      if (this.#isWanted(key, flight)) this.#flights.delete(key);
    }
  }

  /** What was forgotten on its way may be out of date: it is only for those who have waited for it since before that. */
  #isWanted(key: unknown, flight: Flight<R>): boolean {
    return this.#flights.get(key) === flight;
  }

  #keep(key: unknown, value: R): void {
    this.#kept.delete(key);
    this.#kept.set(key, { value, expires: hub.host.now() + this.#ttl });
    if (this.#kept.size <= this.#max) return;
    const [oldest] = this.#kept.keys();
    this.#kept.delete(oldest);
  }
}
