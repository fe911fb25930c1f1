import { cancellations } from '../contract/cancellations/cancellations.ts';
import { stacks } from '../contract/stacks/state.ts';
import { getCurrent } from '../core/greenlet.ts';
import { unlinkFrom } from './links/callback-link.ts';
import { WaitList, type Wakeable } from './links/wait-list.ts';
import { Occurrence } from './occurrence.ts';
import type { Limit } from './signal-limit.ts';

type State = typeof PENDING | typeof SUCCEEDED | typeof FAILED | typeof EXITED;
const PENDING = 0;
const SUCCEEDED = 1;
const FAILED = 2;
/** A greenlet that was killed: to those who know greenlets its end is a value, to a promise it is an error. */
const EXITED = 3;

/**
 * A result that arrives once, and those who wait for it: what `Greenlet` and `AsyncResult` have in common.
 *
 * Every greenlet that ends has one, so it is the list of those who wait itself, and holds the result without a wrapper.
 */
export class Settlement<T> extends WaitList<boolean> {
  private state: State;
  /** The value, or the error. */
  private content: unknown;
  /** Callbacks, which come before those who wait. */
  private links: WaitList<boolean> | null;

  constructor() {
    super();
    this.state = PENDING;
    this.content = undefined;
    this.links = null;
  }

  get settled(): boolean {
    return this.state !== PENDING;
  }

  get successful(): boolean {
    return this.state === SUCCEEDED || this.state === EXITED;
  }

  get value(): T | undefined {
    return this.successful ? (this.content as T) : undefined;
  }

  get error(): unknown {
    return this.state === FAILED ? this.content : undefined;
  }

  /** Whether it is a `GreenletExit` that was thrown. */
  get exited(): boolean {
    return this.state === EXITED;
  }

  /** Wakes everybody: first the links, then those who wait, each in the order of their arrival. */
  settle(failed: boolean, content: unknown, exited = false): void {
    this.state = exited ? EXITED : failed ? FAILED : SUCCEEDED;
    this.content = content;
    this.links?.wakeAll(true);
    this.wakeAll(true);
  }

  /** The value, or the error thrown: that of `owner`, of which the function `asked` was called. Only once there is a result. */
  unwrap(owner: object = this, asked: unknown = null): T {
    if (this.state === PENDING) throw new Error('there is no result yet');
    if (this.state === FAILED) throw arrived(this.content, owner, asked);
    return this.content as T;
  }

  /** Wakes the waiter at once if the result is there already. */
  override add(waiter: Wakeable<boolean>): void {
    if (this.state === PENDING) super.add(waiter);
    else waiter.wake(true);
  }

  /** The callback is called soon if the result is there already. */
  link(link: Wakeable<boolean>): void {
    if (this.state === PENDING) (this.links ??= new WaitList()).add(link);
    else link.wake(true);
  }

  /** @param source whose end it is */
  unlink(callback: object, source: object): void {
    if (this.links !== null) unlinkFrom(this.links, callback, source);
  }

  get hasLinks(): boolean {
    return this.links !== null && !this.links.isEmpty;
  }

  unlinkAll(): void {
    this.links?.clear();
  }

  /** Blocks until the result is there; returns false if its time was over first. */
  wait(reason: string, limit: Limit): boolean {
    'use greenlet';
    if (this.state !== PENDING) return true;
    return new Occurrence(reason, this).wait(limit);
  }
}

/** An error that comes from somebody else, whatever it may have been there. */
function arrived(error: unknown, owner: object, asked: unknown): unknown {
  cancellations.arrive(getCurrent(), error);
  stacks.tracer?.goesOn(error, owner, asked);
  return error;
}
