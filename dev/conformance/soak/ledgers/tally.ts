import type { Report } from '../report.ts';

/** What must happen as often as it was begun: blocks that are left, links that are called. */
export class Tally {
  readonly #begun = new Map<string, number>();
  readonly #report: Report;

  constructor(report: Report) {
    this.#report = report;
  }

  begin(what: string): void {
    this.#begun.set(what, (this.#begun.get(what) ?? 0) + 1);
  }

  end(what: string): void {
    this.#begun.set(what, (this.#begun.get(what) ?? 0) - 1);
  }

  /** Whether anything has begun that has not ended. */
  get isOpen(): boolean {
    for (const left of this.#begun.values()) if (left > 0) return true;
    return false;
  }

  /** At the end of the round. */
  audit(): void {
    for (const [what, left] of this.#begun) {
      if (left !== 0) this.#report(`${what}: ${left > 0 ? `${left} missing` : `${-left} too many`}`);
    }
  }
}
