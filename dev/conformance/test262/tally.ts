import type { Compared, Result } from './check.ts';
import type { Report } from './worker.ts';

/** How many of the runs of a folder passed. */
export interface Row {
  runs: number;
  wrapped: number;
  untouched: number;
  compared: Record<string, number>;
}

/** A run that did not end as it does untouched. */
export interface Difference extends Result {
  file: string;
}

/** Sums up what the workers report. */
export class Tally {
  readonly modes: readonly Compared[];
  readonly rows: Record<string, Row> = {};
  readonly differences: Difference[] = [];
  /** Tests that ended or hung the process. */
  readonly lost: string[] = [];
  tests = 0;

  constructor(modes: readonly Compared[]) {
    this.modes = modes;
  }

  add({ file, results, lost }: Report): void {
    this.tests++;
    if (lost !== undefined) this.lost.push(`${file} (${lost})`);
    for (const result of results) this.#addResult(file, result);
  }

  get total(): Row {
    const total = this.#emptyRow();
    for (const row of Object.values(this.rows)) addTo(total, row);
    return total;
  }

  #addResult(file: string, result: Result): void {
    const compared = this.modes.map((mode) => [mode, result.compared[mode]?.status] as const);
    addTo((this.rows[folderOf(file)] ??= this.#emptyRow()), {
      runs: 1,
      wrapped: Number(result.wrapped),
      untouched: Number(result.untouched.status === 'pass'),
      compared: Object.fromEntries(compared.map(([mode, status]) => [mode, Number(status === 'pass')])),
    });
    if (compared.some(([, status]) => status !== result.untouched.status)) this.differences.push({ file, ...result });
  }

  #emptyRow(): Row {
    return { runs: 0, wrapped: 0, untouched: 0, compared: Object.fromEntries(this.modes.map((mode) => [mode, 0])) };
  }
}

function addTo(sum: Row, row: Row): void {
  sum.runs += row.runs;
  sum.wrapped += row.wrapped;
  sum.untouched += row.untouched;
  for (const [mode, passed] of Object.entries(row.compared)) sum.compared[mode] = (sum.compared[mode] ?? 0) + passed;
}

/** `test/language/statements/for/x.js` counts for `language/statements`. */
function folderOf(file: string): string {
  return file.split('/').slice(1, 3).join('/');
}
