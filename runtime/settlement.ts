import { Link, unlinkFrom } from './hub/link.ts';
import { WaitList, type Wakeable } from './hub/wait-list.ts';
import { Occurrence } from './hub/waiter.ts';

type State = typeof PENDING | typeof SUCCEEDED | typeof FAILED;
const PENDING = 0;
const SUCCEEDED = 1;
const FAILED = 2;

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
    return this.state === SUCCEEDED;
  }

  get value(): T | undefined {
    return this.state === SUCCEEDED ? (this.content as T) : undefined;
  }

  get error(): unknown {
    return this.state === FAILED ? this.content : undefined;
  }

  /** Wakes everybody: first the links, then those who wait, each in the order of their arrival. */
  settle(failed: boolean, content: unknown): void {
    this.state = failed ? FAILED : SUCCEEDED;
    this.content = content;
    this.links?.wakeAll(true);
    this.wakeAll(true);
  }

  /** The value, or the error thrown. Only once there is a result. */
  unwrap(): T {
    if (this.state === PENDING) throw new Error('there is no result yet');
    if (this.state === FAILED) throw this.content;
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

  unlink(callback: unknown): void {
    if (this.links !== null) unlinkFrom(this.links, callback);
  }

  /** Blocks until the result is there; returns false if `timeout` ms were over first. */
  wait(reason: string, timeout: number | null | undefined): boolean {
    'use greenlet';
    if (this.state !== PENDING) return true;
    return new Occurrence(reason, this).wait(timeout);
  }

  toPromise(): Promise<T> {
    const ready = new Promise<void>((resolve) => this.add(new Link(null, resolve, undefined)));
    return ready.then(() => this.unwrap());
  }
}
