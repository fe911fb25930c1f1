import { branded, brandedError } from '../core/errors/errors.ts';
import { checkCount, checkFlag } from '../core/errors/check.ts';
import { checkOptions, NO_OPTIONS } from '../core/errors/options.ts';
import { assertGreenlet } from '../greenlets/spawning/create-greenlet.ts';
import type { Greenlet } from '../greenlets/greenlet.ts';
import { Group } from './group.ts';
import { Places } from './places.ts';
import { Full } from '../queues/queue-errors.ts';
import { FACTS, counted, stateOf, type Facts } from '../graph/facts.ts';
import type { NameOptions } from '../graph/names.ts';
import { checkLimit, limitOf, type Limit } from '../time/limit.ts';

/** There was no room in a pool in time. */
export class PoolFull extends Full {
  static {
    brandedError(this, 'PoolFull');
  }
  constructor() {
    super('the pool is full');
  }
}

/** Options of `Pool.add`. */
export interface AddOptions {
  /** Whether to wait for room; true by default. */
  readonly block?: boolean;
  /** How long, in ms. */
  readonly timeout?: number | null;
  /** Its abort is a cancellation of the greenlet that waits, with the signal's reason. */
  readonly signal?: AbortSignal | null;
}

const OPTIONS = ['block', 'timeout', 'signal'];

/**
 * A group of limited size: whoever spawns into a full pool waits until a member has ended.
 *
 * Source: gevent's `Pool`.
 */
export class Pool extends Group {
  static {
    branded(this, 'Pool');
  }

  /** How many members there may be; null for any number. */
  readonly maxSize: number | null;
  readonly #room: Places | null;

  /**
   * @throws {TypeError} if `maxSize` is no whole number of at least 0, if an argument has the wrong type, or there is an option that does not exist
   */
  constructor(maxSize: number | null = null, options: NameOptions = NO_OPTIONS) {
    super([], options);
    if (maxSize !== null) checkCount(maxSize, 'maxSize');
    this.maxSize = maxSize;
    this.#room = maxSize === null ? null : new Places(maxSize, this);
  }

  /** For how many more members there is room; 1 if the size is not limited. */
  freeCount(): number {
    return this.#room?.count ?? 1;
  }

  override full(): boolean {
    return this.freeCount() === 0;
  }

  /**
   * Blocks until there is room for another member.
   *
   * Kill and timeout safety: nothing changes for the pool.
   *
   * @param limit in ms, or an object with a timeout and a signal
   * @returns false if the timeout was over first
   * @throws {SwitchError} if it would have to wait, and the calling code cannot be suspended; nothing has happened
   *   then
   */
  override waitAvailable(limit?: Limit): boolean {
    'use greenlet';
    if (limit !== undefined) checkLimit(limit);
    return this.#room === null || this.#room.wait(limit) > 0;
  }

  /**
   * Makes a greenlet a member until it ends; blocks while the pool is full. Does nothing to one that is a member already.
   *
   * Kill and timeout safety: if the caller is killed while it waits, the greenlet is not added.
   *
   * @throws {PoolFull} if it must not block, or if the timeout is over first
   * @throws {TypeError} if it is no greenlet
   * @throws {SwitchError} if it would have to wait, and the calling code cannot be suspended; nothing has happened
   *   then
   */
  override add(greenlet: Greenlet, options: AddOptions = NO_OPTIONS): void {
    'use greenlet';
    assertGreenlet(greenlet);
    checkOptions(options, OPTIONS);
    checkFlag(options.block, 'block');
    const { block = true, timeout = null, signal = null } = options;
    const limit = limitOf({ timeout, signal });
    if (this.isMember(greenlet)) return;
    if (this.#room !== null && !this.#room.tryAcquire()) {
      if (!block || !this.#room.acquire(limit)) throw new PoolFull();
      // Somebody else may have added it meanwhile, and has its place.
      if (this.isMember(greenlet)) this.#room.release();
    }
    this.takeIn(greenlet);
  }

  override discard(greenlet: Greenlet): boolean {
    // First, so that a greenlet that waits for room comes in before the pool counts as empty.
    if (this.isMember(greenlet)) this.#room?.release();
    return super.discard(greenlet);
  }

  /** Internal: see `Facts`. @internal */
  override [FACTS](): Facts {
    const { maxSize } = this;
    const state = maxSize === null ? super[FACTS]().state : `${String(this.size)} of ${String(maxSize)} places taken`;
    return { state: stateOf(state, counted(this.#room?.waiting ?? 0, 'waiting')), wakers: null };
  }
}
