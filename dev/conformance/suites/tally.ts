import { differs, isSame, type Result } from './compare.ts';
import type { Report } from './worker.ts';
import type { Suite } from './suite.ts';

/** Sums up what the workers report about a suite. */
export class Tally {
  readonly suite: Suite;
  readonly commit: string;
  readonly differences: Result[] = [];
  /** Files that ended or hung the process. */
  readonly lost: string[] = [];
  total = 0;
  untouched = 0;
  compiled = 0;
  stress = 0;

  constructor(suite: Suite, commit: string) {
    this.suite = suite;
    this.commit = commit;
  }

  add({ total, results }: Report): void {
    this.total += total;
    this.untouched += results.length;
    for (const result of results) {
      const { untouched, compared } = result;
      if (compared.compiled !== undefined) this.compiled += Number(isSame(compared.compiled, untouched));
      if (compared.stress !== undefined) this.stress += Number(isSame(compared.stress, untouched));
      if (differs(result)) this.differences.push(result);
    }
  }

  addLost(file: string, how: string): void {
    this.lost.push(`${file} (${how})`);
  }
}
