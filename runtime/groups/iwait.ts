import { checkCount } from '../core/check.ts';
import { expected } from '../core/expected.ts';
import { Deadline } from '../time/deadline.ts';
import { Greenlet } from '../greenlets/greenlet.ts';
import { Hold } from './hold.ts';
import { isCancellation } from '../cancellation/is-cancellation.ts';
import type { Linkable } from '../waiting/linkable.ts';
import { Empty } from '../queues/queue-errors.ts';
import { Arrivals } from './arrivals.ts';
import { checkLimit, type Limit } from '../time/limit.ts';
import { Turns } from './turns.ts';

/**
 * Iterates over greenlets, events, semaphores... as they become ready; each step may block. Leaving the loop early takes
 * back all links.
 *
 * Kill and timeout safety: nothing changes for what is waited for. A step that is interrupted ends the iteration.
 *
 * @param limit in ms, or an object with a timeout and a signal, for the whole iteration, which ends silently then
 * @param count after how many it ends; all by default
 * @throws {TypeError} if `objects` is not an array
 */
export function iwait<T extends Linkable>(objects: readonly T[], limit?: Limit, count?: number): ReadyIterator<T> {
  if (limit !== undefined) checkLimit(limit);
  assertLinkable(objects);
  if (count !== undefined) checkCount(count, 'count');
  return new ReadyIterator(objects, new Deadline(limit), count ?? objects.length);
}

/**
 * Blocks until all `objects` are ready, in whatever way: greenlets that ended, events that were set...
 *
 * Kill and timeout safety: nothing changes for what is waited for.
 *
 * @param limit in ms, or an object with a timeout and a signal
 * @param count how many are enough; all by default
 * @returns those that became ready in time, in that order
 * @throws {TypeError} if `objects` is not an array
 * @throws {SwitchError} if it would have to wait, and the calling code cannot be suspended; nothing has happened then
 */
export function waitFor<T extends Linkable>(objects: readonly T[], limit?: Limit, count?: number): T[] {
  'use greenlet';
  const ready: T[] = [];
  for (const object of iwait(objects, limit, count)) ready.push(object);
  return ready;
}

const OVER = Symbol('the iteration was ended by a reader');

/** What `iwait` returns. */
export class ReadyIterator<T extends Linkable> implements IterableIterator<T> {
  readonly #ready = new Arrivals<T | typeof OVER>('what becomes ready', () => this.#pendingGreenlets());
  readonly #turns = new Turns();
  readonly #deadline: Deadline;
  /** Whoever iterates may ask a greenlet for its error when its turn comes. */
  readonly #hold = new Hold();
  readonly #arrive = (object: T): void => this.#ready.putNowait(object);
  #linked: readonly T[] = [];
  #remaining: number;

  constructor(objects: readonly T[], deadline: Deadline, count: number) {
    this.#deadline = deadline;
    this.#remaining = Math.min(count, objects.length);
    if (this.#remaining === 0) return;
    this.#linked = [...objects];
    for (const object of objects) {
      if (object instanceof Greenlet) this.#hold.add(object);
      object.rawlink(this.#arrive);
    }
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
    this.#turns.begin();
    try {
      return this.step();
    } finally {
      this.#turns.end();
    }
  }

  /** Internal: `next` for the one whose turn it is. @internal */
  step(): IteratorResult<T> {
    'use greenlet';
    if (this.#remaining === 0) return this.#close();
    let arrived = false;
    try {
      const value = this.#ready.get(this.#deadline.left);
      arrived = true;
      if (value === OVER) return { done: true, value: undefined };
      this.#remaining--;
      this.#hold.delete(value);
      return { done: false, value };
    } catch (error) {
      if (error instanceof Empty && !isCancellation(error)) return this.#close();
      throw error;
    } finally {
      // The loop does not close an iterator whose step has thrown.
      if (!arrived && !this.#turns.hasNext) this.#close();
    }
  }

  /** Takes back the links of what is not ready yet. */
  return(): IteratorReturnResult<undefined> {
    return this.#close();
  }

  #close(): IteratorReturnResult<undefined> {
    // Somebody else may be waiting, but only while there is something to come.
    if (this.#remaining > 0) this.#ready.putNowait(OVER);
    this.#remaining = 0;
    this.#hold.end();
    for (const object of this.#linked) object.unlink(this.#arrive);
    this.#linked = [];
    return { done: true, value: undefined };
  }

  /** The iterator itself. */
  [Symbol.iterator](): this {
    return this;
  }

  /** Null if something else is among what is waited for, which anybody might make ready. */
  #pendingGreenlets(): readonly Greenlet[] | null {
    return this.#linked.every((object) => object instanceof Greenlet) ? this.#hold.greenlets : null;
  }
}

function assertLinkable(objects: readonly unknown[]): void {
  assertArray(objects);
  for (const object of objects) {
    const { rawlink } = (object ?? {}) as Partial<Linkable>;
    if (typeof rawlink !== 'function') throw expected('a greenlet, an event, or whatever becomes ready', object);
  }
}

/** Other iterables have no length, which tells when all are ready. */
export function assertArray(value: unknown): void {
  if (!Array.isArray(value)) throw expected('an array', value);
}
