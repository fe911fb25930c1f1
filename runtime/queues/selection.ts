import { unlink, type Linked } from '../waiting/chain.ts';
import { Occurrence, Waiter } from '../waiting/waiter.ts';
import { Getter, Putter, type Claims } from './queue-waiters.ts';
import type { WaitList } from '../waiting/wait-list.ts';

/** The wait of a `select`, for the first of its cases that comes true. */
export interface Selection {
  /** Whether no case has come true yet. */
  readonly pending: boolean;
  /** Lets a case come true; returns false if another one was first. */
  wake(winner: Case<unknown>): boolean;
}

/** One of several things of which `select` does one. */
export interface Case<R> {
  /** Does it at once, if that is possible: then there is a result. */
  attempt(): { readonly value: R } | null;
  /** Queues with those who wait for it. */
  enlist(selection: Selection): void;
  /** Leaves the queue, unless it has come true. */
  withdraw(): void;
  /** What it comes to, when it has come true. */
  finish(): R;
}

/** What was raised instead, as when a queue is shut down. */
interface Failure {
  readonly error: unknown;
}

/** A case that waits with an object of its own in the place of a greenlet's wait. */
export class QueuedCase<R, W extends Linked & { readonly failure?: Failure | null }> implements Case<R> {
  readonly attempt: () => { readonly value: R } | null;
  readonly #queue: (win: () => boolean, selection: Selection) => W;
  readonly #collect: (waiter: W) => R;
  #waiter: W | null = null;

  /**
   * @param queue makes what waits
   * @param collect what comes of that
   */
  constructor(
    attempt: () => { readonly value: R } | null,
    queue: (win: () => boolean, selection: Selection) => W,
    collect: (waiter: W) => R,
  ) {
    this.attempt = attempt;
    this.#queue = queue;
    this.#collect = collect;
  }

  enlist(selection: Selection): void {
    this.#waiter = this.#queue(() => selection.wake(this), selection);
  }

  withdraw(): void {
    if (this.#waiter !== null) unlink(this.#waiter);
  }

  finish(): R {
    const waiter = this.#waiter as W;
    if (waiter.failure) throw waiter.failure.error;
    return this.#collect(waiter);
  }
}

/** Takes an item from a queue, if its case is the first. */
export class SelectGetter<T> extends Getter<T> {
  readonly #win: () => boolean;
  failure: Failure | null = null;

  constructor(room: WaitList<void, Getter<T>>, claims: Claims<T>, win: () => boolean) {
    super('select()', room, claims);
    this.#win = win;
  }

  override wake(): boolean {
    return this.#win() && super.wake();
  }

  override fail(error: unknown): boolean {
    if (!this.#win()) return false;
    this.failure = { error };
    return super.fail(error);
  }
}

/** Puts an item into a queue, if its case is the first. */
export class SelectPutter<T> extends Putter<T> {
  readonly #selection: Selection;
  readonly #win: () => boolean;
  failure: Failure | null = null;

  constructor(item: T, room: WaitList<void, Putter<T>>, selection: Selection, win: () => boolean) {
    super(item, room);
    this.#selection = selection;
    this.#win = win;
  }

  override get isOpen(): boolean {
    return this.#selection.pending;
  }

  override wake(): boolean {
    return this.#win() && super.wake();
  }

  override fail(error: unknown): boolean {
    if (!this.#win()) return false;
    this.failure = { error };
    return super.fail(error);
  }
}

/** Receives a value, if its case is the first. */
export class SelectReceiver<T> extends Waiter<T> {
  readonly #win: () => boolean;
  value: T | undefined = undefined;
  failure: Failure | null = null;

  constructor(room: WaitList<T, Waiter<T>>, win: () => boolean) {
    super('select()', room);
    this.#win = win;
  }

  override wake(value: T): boolean {
    if (!this.#win()) return false;
    this.value = value;
    return super.wake(value);
  }

  override fail(error: unknown): boolean {
    if (!this.#win()) return false;
    this.failure = { error };
    return super.fail(error);
  }
}

/** Acquires a unit, if its case is the first. */
export class SelectAcquirer extends Occurrence {
  readonly #win: () => boolean;

  constructor(room: WaitList<boolean, Occurrence>, win: () => boolean) {
    super('select()', room);
    this.#win = win;
  }

  override wake(value: boolean): boolean {
    return this.#win() && super.wake(value);
  }
}
