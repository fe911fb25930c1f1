import { AsyncResult } from 'greenlets';
import { Mishap } from '../mishap.ts';
import type { Report } from '../report.ts';

/** An `AsyncResult`, and what everybody must get from it. */
export class Results {
  readonly result = new AsyncResult<number>();
  readonly #value: number;
  readonly #report: Report;

  constructor(value: number, report: Report) {
    this.#value = value;
    this.#report = report;
  }

  /** Sets the result, unless it is set. */
  settle(failed: boolean): void {
    if (this.result.ready()) return;
    if (failed) this.result.setException(new Mishap());
    else this.result.set(this.#value);
  }

  /** Somebody got a value. */
  got(value: unknown): void {
    if (value !== this.#value) this.#report(`AsyncResult: got ${String(value)} instead of ${this.#value}`);
  }
}
