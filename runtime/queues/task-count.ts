import { misuse } from '../core/errors/expected.ts';
import { OwnedWaitList } from '../graph/owned-wait-list.ts';
import { Occurrence } from '../waiting/occurrence.ts';
import type { Limit } from '../waiting/signal-limit.ts';

/** Counts what is still to be done, for those who wait until nothing is. */
export class TaskCount {
  readonly #joiners: OwnedWaitList<boolean>;
  #unfinished = 0;
  #hasBegun = false;

  /** @param owner what the things are in that are to be done */
  constructor(owner: object) {
    this.#joiners = new OwnedWaitList<boolean>(owner);
  }

  get unfinished(): number {
    return this.#unfinished;
  }

  /** Whether somebody says what has been done, and that was everything. */
  get isDone(): boolean {
    return this.#hasBegun && this.#unfinished === 0;
  }

  add(): void {
    this.#unfinished++;
  }

  /** @throws {RangeError} if more is done than there was to do */
  done(count = 1): void {
    if (count > this.#unfinished) throw misuse(new RangeError('taskDone() was called more often than items were put'));
    this.#unfinished -= count;
    this.#hasBegun = true;
    if (this.#unfinished === 0) this.#joiners.wakeAll(true);
  }

  /** Blocks until everything is done; returns false if its time was over first. */
  join(reason: string, limit: Limit): boolean {
    'use greenlet';
    if (this.#unfinished === 0) return true;
    return new Occurrence(reason, this.#joiners).wait(limit);
  }
}
