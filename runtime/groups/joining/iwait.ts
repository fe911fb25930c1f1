import { checkArray, checkCount } from '../../core/errors/check.ts';
import { Deadline } from '../../time/deadline.ts';
import { Greenlet } from '../../greenlets/greenlet.ts';
import { Hold } from '../hold.ts';
import { isCancellation } from '../../cancellation/is-cancellation.ts';
import { sourceOf, type Source, type Waitable } from '../../waiting/links/sources.ts';
import { Empty } from '../../queues/queue-errors.ts';
import { Arrivals, type Sources } from './arrivals.ts';
import { limitOf, optionsOf, type Limit, type LimitOptions } from '../../time/limit.ts';
import { Turns } from '../turns.ts';
import { waitForAll } from './wait-for-all.ts';

/** What limits `iwait` and `waitFor`. */
export interface WaitForOptions extends LimitOptions {
  /** After how many it ends; all by default. */
  readonly count?: number;
}

const OPTIONS = ['timeout', 'signal', 'count'];

/**
 * Iterates over greenlets, events, semaphores, promises... as they become ready; each step may block. A number becomes ready when so many ms
 * are over. Leaving the loop early takes back all links.
 *
 * A promise that is rejected counts as ready, and as handled: `wait(promise)` throws its reason.
 *
 * Kill and timeout safety: nothing changes for what is waited for. A step that is interrupted ends the iteration.
 *
 * @param limit in ms, or an object with a timeout, a signal and a count: for the whole iteration, which ends silently then
 * @param count the same as in the object, as gevent has it
 * @throws {TypeError} if `objects` is not an array of such, or an option has the wrong type
 */
export function iwait<T extends Waitable>(
  objects: readonly T[],
  limit?: WaitForOptions | number | null,
  count?: number,
): ReadyIterator<T> {
  return iterate('iwait()', objects, limit, count);
}

/**
 * @param call what reports say waits
 * @param isWhole whether nothing but the end of the iteration lets the caller go on
 */
export function iterate<T extends Waitable>(
  call: string,
  objects: readonly T[],
  limit?: WaitForOptions | number | null,
  count?: number,
  isWhole = false,
): ReadyIterator<T> {
  const options = optionsOf(limit, OPTIONS);
  const deadline = new Deadline(limitOf(options));
  // Other iterables have no length, which tells when all are ready.
  checkArray(objects, 'an array');
  const { count: enough = count ?? objects.length } = options;
  checkCount(enough, 'count');
  return new ReadyIterator(call, objects, objects.map(sourceOf), deadline, enough, isWhole);
}

/**
 * Blocks until all `objects` are ready, in whatever way: greenlets that ended, events that were set, promises that were settled... See `iwait`. Without
 * objects, blocks until all other greenlets have ended, but for those that wait for the same.
 *
 * Kill and timeout safety: nothing changes for what is waited for.
 *
 * @param limit in ms, or an object with a timeout, a signal, and how many are enough: a count. It may stand by itself, too, as in gevent
 * @returns those that became ready in time, in that order; without objects, false if the timeout was over first
 * @throws {TypeError} if `objects` is not an array of what one can wait for
 * @throws {SwitchError} if it would have to wait, and the calling code cannot be suspended; nothing has happened then
 */
export function waitFor(objects?: null, limit?: Limit): boolean;
export function waitFor<T extends Waitable>(
  objects: readonly T[],
  limit?: WaitForOptions | number | null,
  count?: number,
): T[];
export function waitFor<T extends Waitable>(
  objects: readonly T[] | null = null,
  limit?: WaitForOptions | number | null,
  count?: number,
): T[] | boolean {
  'use greenlet';
  if (objects === null) return waitForAll(limit);
  const ready: T[] = [];
  for (const object of iterate('waitFor()', objects, limit, count, true)) ready.push(object);
  return ready;
}

const OVER = Symbol('the iteration was ended by a reader');

/** What `iwait` returns. */
export class ReadyIterator<T extends Waitable> implements IterableIterator<T> {
  readonly #ready: Arrivals<T | typeof OVER>;
  readonly #turns = new Turns();
  readonly #deadline: Deadline;
  /** Whoever iterates may ask a greenlet for its error when its turn comes. */
  readonly #hold = new Hold();
  #links: readonly (readonly [source: Source, callback: () => void])[] = [];
  /** How many have not been given out yet, and how many of these are still to be. */
  #left: number;
  #remaining: number;

  /**
   * @param call what reports say waits
   * @param sources what tells when each of the objects is ready
   * @param isWhole whether whoever iterates needs all that are to come, and not just the next one
   */
  constructor(
    call: string,
    objects: readonly T[],
    sources: readonly Source[],
    deadline: Deadline,
    count: number,
    isWhole: boolean,
  ) {
    this.#deadline = deadline;
    this.#ready = new Arrivals(
      call,
      () => objects.filter((_, at) => sources[at]?.ready() === false),
      () => this.#pendingGreenlets(isWhole),
      () => (isWhole ? this.#remaining : 1),
    );
    this.#left = objects.length;
    this.#remaining = Math.min(count, objects.length);
    if (this.#remaining === 0) return;
    const greenlets = objects.flatMap((object) => (isGreenlet(object) ? [object] : []));
    for (const greenlet of greenlets) this.#hold.watch(greenlet);
    this.#links = sources.map((source, at) => [source, () => this.#ready.putNowait(objects[at] as T)]);
    for (const [source, callback] of this.#links) source.rawlink(callback);
  }

  /**
   * Blocks until another object is ready, or until the time is over, which ends the iteration. Several greenlets may iterate: they
   * take turns.
   *
   * Kill and timeout safety: nothing changes for what is waited for. A step that is interrupted ends the iteration, unless
   * others wait for the next object: these go on.
   *
   * @throws {SwitchError} if it would have to wait, and the calling code cannot be suspended; the iteration has ended
   *   then, unless others wait for the next object
   */
  next(): IteratorResult<T> {
    'use greenlet';
    return this.#turns.inTurn(this.#step);
  }

  /** `next` for the one whose turn it is. */
  readonly #step = (): IteratorResult<T> => {
    'use greenlet';
    if (this.#remaining === 0) return this.#close();
    const value = this.#turns.await(this.#get, this.#close);
    if (value === OVER) return { done: true, value: undefined };
    this.#left--;
    this.#remaining--;
    this.#hold.unwatch(value);
    return { done: false, value };
  };

  /** When the time is over, the iteration is. */
  readonly #get = (): T | typeof OVER => {
    'use greenlet';
    try {
      return this.#ready.get(this.#deadline.left);
    } catch (error) {
      if (!(error instanceof Empty) || isCancellation(error)) throw error;
      this.#close();
      return OVER;
    }
  };

  /** Takes back the links of what is not ready yet. */
  return(): IteratorReturnResult<undefined> {
    return this.#close();
  }

  readonly #close = (): IteratorReturnResult<undefined> => {
    // Somebody else may be waiting, but only while there is something to come.
    if (this.#remaining > 0) this.#ready.putNowait(OVER);
    this.#remaining = 0;
    this.#hold.letGo();
    for (const [source, callback] of this.#links) source.unlink(callback);
    this.#links = [];
    return { done: true, value: undefined };
  };

  /** The iterator itself. */
  [Symbol.iterator](): this {
    return this;
  }

  /** Null if anything else is enough, which anybody might make ready. */
  #pendingGreenlets(isWhole: boolean): Sources | null {
    const { greenlets } = this.#hold;
    const others = this.#left - greenlets.length;
    const need = (isWhole ? this.#remaining : 1) - others;
    return need > 0 ? { greenlets, need } : null;
  }
}

function isGreenlet(value: unknown): value is Greenlet {
  return value instanceof Greenlet;
}
