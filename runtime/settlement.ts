import { Link, unlinkFrom } from './hub/link.ts';
import type { Outcome } from './hub/outcome.ts';
import { WaitList } from './hub/wait-list.ts';
import { Occurrence } from './hub/waiter.ts';

/** A result that arrives once, and those who wait for it: what `Greenlet` and `AsyncResult` have in common. */
export class Settlement<T> {
  #outcome: Outcome<T> | null = null;
  #waiting: WaitList<boolean> | null = null;

  get outcome(): Outcome<T> | null {
    return this.#outcome;
  }

  get successful(): boolean {
    return this.#outcome?.ok === true;
  }

  get value(): T | undefined {
    return this.#outcome?.ok === true ? this.#outcome.value : undefined;
  }

  get error(): unknown {
    return this.#outcome?.ok === false ? this.#outcome.error : undefined;
  }

  /** Wakes everybody, in the order of their arrival. */
  settle(outcome: Outcome<T>): void {
    this.#outcome = outcome;
    this.#waiting?.wakeAll(true);
    this.#waiting = null;
  }

  /** The value, or the error thrown. Only once there is a result. */
  unwrap(): T {
    if (this.#outcome === null) throw new Error('there is no result yet');
    if (this.#outcome.ok) return this.#outcome.value;
    throw this.#outcome.error;
  }

  /** Calls the link in the next pass if the result is there already. */
  add<Source>(link: Link<Source>): void {
    if (this.#outcome === null) this.#room().add(link);
    else link.wake();
  }

  unlink(callback: unknown): void {
    if (this.#waiting !== null) unlinkFrom(this.#waiting, callback);
  }

  /** Blocks until the result is there; returns false if `timeout` ms were over first. */
  wait(reason: string, timeout: number | null | undefined): boolean {
    'use greenlet';
    if (this.#outcome !== null) return true;
    return new Occurrence(reason, this.#room()).wait(timeout);
  }

  toPromise(): Promise<T> {
    const ready = new Promise<void>((resolve) => this.add(new Link(null, resolve, undefined)));
    return ready.then(() => this.unwrap());
  }

  #room(): WaitList<boolean> {
    return (this.#waiting ??= new WaitList<boolean>());
  }
}
