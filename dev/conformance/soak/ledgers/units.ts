import type { Semaphore } from 'greenlets';
import type { Report } from '../report.ts';

/** A semaphore with its books: units are held by somebody, or are there. */
export class Units {
  readonly semaphore: Semaphore;
  readonly #name: string;
  readonly #total: number;
  readonly #report: Report;
  #held = 0;

  constructor(name: string, semaphore: Semaphore, report: Report) {
    this.semaphore = semaphore;
    this.#name = name;
    this.#total = semaphore.count;
    this.#report = report;
  }

  acquired(): void {
    this.#held++;
    if (this.#held + this.semaphore.count > this.#total) this.#complain('has more units than it began with');
  }

  release(): void {
    this.#held--;
    this.semaphore.release();
  }

  /** For `Semaphore.with`, which releases by itself. */
  released(): void {
    this.#held--;
  }

  /** At the end, when nobody uses the semaphore any more. */
  audit(): void {
    if (this.#held !== 0) this.#complain(`${this.#held} units are held at the end`);
    if (this.semaphore.count !== this.#total) this.#complain(`has ${this.semaphore.count} units, not ${this.#total}`);
  }

  #complain(what: string): void {
    this.#report(`${this.#name}: ${what}`);
  }
}
