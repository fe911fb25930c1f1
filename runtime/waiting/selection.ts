import { unlink, type Linked } from './links/chain.ts';
import type { Waiter } from './waiter/waiter.ts';

/** The wait of a `select`, for the first of its cases that comes true. */
export interface Selection {
  /** Whether no case has come true yet. */
  readonly pending: boolean;
  /** Lets a case come true; returns false if another one was first. */
  wake(winner: Case<unknown>): boolean;
}

/** What is done at once if that is possible. */
export interface Trial<R> {
  /** Whether `attempt` would do it, or throw since it never will be. */
  isPossible(): boolean;
  /** Does it, where it is possible. */
  attempt(): R;
}

/** One of several things of which `select` does one. */
export interface Case<R> extends Trial<R> {
  /** Queues with those who wait for it. */
  enlist(selection: Selection): void;
  /** Leaves the queue, unless it has come true. */
  withdraw(): void;
  /** What it comes to, when it has come true. */
  finish(): R;
}

/** The part that a case has in its selection. */
interface Contest {
  readonly pending: boolean;
  /** Lets the case come true; returns false if another one was first. */
  win(): boolean;
}

/** What waits in the line of a case, in the place of a greenlet's wait. */
interface Contender extends Linked {
  contest: Contest | null;
  /** What it was woken with. */
  given: unknown;
  /** What was raised instead, as when a queue is shut down. */
  failure: { readonly error: unknown } | null;
}

// eslint-disable-next-line @typescript-eslint/no-explicit-any -- what TypeScript wants of the base of a mixin
type WaiterClass = new (...args: any[]) => Waiter<any, any>;

// eslint-disable-next-line @typescript-eslint/no-explicit-any -- as for the base
type ContenderClass = new (...args: any[]) => Contender;

/** The waiters of a class, as cases of `select`: they take what they are handed only if their case is the first. */
export function contending<Base extends WaiterClass>(base: Base): Base & ContenderClass {
  class Contending extends base implements Contender {
    contest: Contest | null = null;
    given: unknown = undefined;
    failure: { readonly error: unknown } | null = null;

    override get pending(): boolean {
      return super.pending && this.contest?.pending !== false;
    }

    override wake(value: unknown): boolean {
      if (this.contest?.win() === false) return false;
      this.given = value;
      return super.wake(value);
    }

    override fail(error: unknown): boolean {
      if (this.contest?.win() === false) return false;
      this.failure = { error };
      return super.fail(error);
    }
  }
  return Contending;
}

/** A case that waits in a line with an object of its own. */
export class QueuedCase<R, W extends Contender> implements Case<R> {
  readonly isPossible: () => boolean;
  readonly attempt: () => R;
  readonly #queue: () => W;
  readonly #collect: (contender: W) => R;
  #contender: W | null = null;

  /**
   * @param queue makes what waits
   * @param collect what comes of that
   */
  constructor({ isPossible, attempt }: Trial<R>, queue: () => W, collect: (contender: W) => R) {
    this.isPossible = isPossible;
    this.attempt = attempt;
    this.#queue = queue;
    this.#collect = collect;
  }

  enlist(selection: Selection): void {
    this.#contender = this.#queue();
    this.#contender.contest = {
      get pending() {
        return selection.pending;
      },
      win: () => selection.wake(this),
    };
  }

  withdraw(): void {
    if (this.#contender !== null) unlink(this.#contender);
  }

  finish(): R {
    const contender = this.#contender as W;
    if (contender.failure !== null) throw contender.failure.error;
    return this.#collect(contender);
  }
}
