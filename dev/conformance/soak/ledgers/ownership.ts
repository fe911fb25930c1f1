import { Condition, getCurrent, RLock, type Limit } from 'greenlets';
import type { Report } from '../report.ts';

/** A lock, and its condition, with their books: one greenlet owns it at a time. */
export class Ownership {
  readonly lock = new RLock();
  readonly condition = new Condition(this.lock);
  /** Rises, and some wait for that. */
  level = 0;
  readonly #name: string;
  readonly #report: Report;
  #owner: object | null = null;
  #depth = 0;

  constructor(name: string, report: Report) {
    this.#name = name;
    this.#report = report;
  }

  /** The current greenlet has got the lock. */
  acquired(depth = 1): void {
    const current = getCurrent();
    if (this.#owner !== null && this.#owner !== current) this.#complain('has two owners');
    if (!this.lock.owned()) this.#complain('was acquired, but is not owned');
    this.#owner = current;
    this.#depth += depth;
  }

  /** The current greenlet is about to release the lock; it calls `lock.release()` next. */
  releasing(): void {
    if (this.#owner !== getCurrent()) this.#complain('is released by somebody who does not own it');
    this.#depth--;
    if (this.#depth === 0) this.#owner = null;
  }

  /** `Condition.wait`: the lock is given up meanwhile, and owned again afterwards, however the wait ends. */
  wait(limit: Limit, endless: boolean): void {
    'use greenlet';
    const depth = this.#depth;
    this.#depth = 0;
    this.#owner = null;
    try {
      const notified = this.condition.wait(limit);
      if (!notified && endless) this.#complain('timed out without a timeout');
    } finally {
      this.acquired(depth);
    }
  }

  /** `Condition.waitFor`: the predicate is asked while the lock is owned. */
  waitForLevel(more: number, limit: Limit, endless: boolean): void {
    'use greenlet';
    const depth = this.#depth;
    const wanted = this.level + more;
    this.#depth = 0;
    this.#owner = null;
    try {
      const reached = this.condition.waitFor(() => {
        if (!this.lock.owned()) this.#complain('is not owned while a predicate is asked');
        return this.level >= wanted;
      }, limit);
      if (!reached && endless) this.#complain('timed out without a timeout');
    } finally {
      this.acquired(depth);
    }
  }

  /** At the end, when nobody uses the lock any more. */
  audit(): void {
    if (this.#depth !== 0) this.#complain('is held at the end');
    if (this.lock.locked()) this.#complain('is locked at the end');
  }

  #complain(what: string): void {
    this.#report(`${this.#name}: ${what}`);
  }
}
