import { expected } from '../../core/errors/expected.ts';
import { getCurrent } from '../../core/greenlet.ts';
import { hub } from '../../hub/index.ts';
import { checkTimeout } from '../../hub/time/milliseconds.ts';
import type { Expirable, Timer } from '../../hub/time/timers.ts';
import { unlink, type Linked } from './chain.ts';
import { Followers, type Callbacks, type Follower } from './followers.ts';
import type { Linkable } from './linkable.ts';
import type { Outcome } from '../outcome.ts';
import { isThenable } from '../promises/thenable.ts';

/**
 * What one can wait for along with others: whatever becomes ready, such as greenlets, events, results and semaphores; promises, until they are
 * settled; and numbers, so many ms.
 */
export type Waitable = Linkable | PromiseLike<unknown> | number;

/** Something that becomes ready once, and tells one other. */
export interface Source {
  ready(): boolean;
  /** Calls `callback` once, now or later. It must neither block nor throw. */
  rawlink(callback: () => void): void;
  unlink(callback: () => void): void;
  /** What it has come to; undefined for what only becomes ready. */
  readonly outcome?: Outcome<unknown> | null;
}

const followers = new Followers(false);

/** A promise. It counts as handled from now on, whatever comes of the wait. */
export class PromiseSource implements Source, Follower<unknown> {
  next: Linked | null = null;
  previous: Linked | null = null;
  outcome: Outcome<unknown> | null = null;
  #callbacks: Callbacks | null;
  #callback: (() => void) | null = null;

  constructor(promise: PromiseLike<unknown>) {
    this.#callbacks = followers.add(Promise.resolve(promise), this);
  }

  ready(): boolean {
    return this.outcome !== null;
  }

  rawlink(callback: () => void): void {
    this.#callback = callback;
    // A `then` of somebody else may have called back at once.
    if (this.outcome !== null) callback();
  }

  unlink(): void {
    this.#callback = null;
    unlink(this);
    this.#callbacks?.left();
    this.#callbacks = null;
  }

  fulfilled(value: unknown): void {
    this.#settle({ ok: true, value });
  }

  rejected(error: unknown): void {
    this.#settle({ ok: false, error });
  }

  #settle(outcome: Outcome<unknown>): void {
    this.outcome = outcome;
    this.#callback?.();
  }
}

/** A time, from when somebody links to it. */
export class TimeSource implements Source, Expirable {
  /** Who waits, and goes on one day. */
  readonly greenlet = getCurrent();
  readonly #ms: number;
  #isOver = false;
  #timer: Timer | null = null;
  #callback: (() => void) | null = null;

  constructor(ms: number) {
    checkTimeout(ms);
    this.#ms = ms;
  }

  ready(): boolean {
    return this.#isOver;
  }

  rawlink(callback: () => void): void {
    this.#callback = callback;
    this.#timer = hub.addTimer(this.#ms, this, true);
  }

  unlink(): void {
    if (this.#timer !== null) hub.cancelTimer(this.#timer);
    this.#timer = null;
  }

  expire(): void {
    this.#timer = null;
    this.#isOver = true;
    this.#callback?.();
  }
}

/**
 * What tells when something is ready.
 *
 * @throws {TypeError} if it is nothing that one can wait for
 * @throws {RangeError} if it is a negative number
 */
export function sourceOf(object: unknown): Source {
  if (isLinkable(object)) return object;
  if (typeof object === 'number') return new TimeSource(object);
  if (isThenable(object)) return new PromiseSource(object);
  throw expected('a greenlet, an event, or whatever becomes ready, a promise, or a number of ms', object);
}

export function isWaitable(value: unknown): value is Waitable {
  return isLinkable(value) || typeof value === 'number' || isThenable(value);
}

function isLinkable(value: unknown): value is Linkable {
  return typeof (value as Partial<Linkable> | null | undefined)?.rawlink === 'function';
}
