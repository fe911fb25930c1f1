import { geometricMean } from '../median.ts';
import { targets, valueOf, verdict, type Target } from '../targets.ts';
import type { Measured, Report, Result, Unit } from '../types.ts';

const NAME_WIDTH = 32;
const CELL_WIDTH = 36;

/** A line of the table: every contestant with its median and its ratio to the first. */
export function renderCase({ row, name, unit, results, notes }: Measured): string {
  const cells = results.map((result) => `${result.contestant} ${renderResult(result, unit)}`.padEnd(CELL_WIDTH));
  const line = `${row.padEnd(16)} ${name.padEnd(NAME_WIDTH)} ${cells.join(' ')}`.trimEnd();
  return [line, ...notes.map((note) => `                 ${note}`)].join('\n');
}

export function renderResult({ median, ratio }: Result, unit: Unit): string {
  const value = unit === 'ms/MB' ? `${renderNumber(1000 / median)} MB/s` : `${renderNumber(median)} ${unit}`;
  return `${value} (${ratio.toFixed(2)}x)`;
}

/** Three significant digits, but whole numbers whole. */
export function renderNumber(value: number): string {
  return value >= 100 ? Math.round(value).toLocaleString('en') : value.toPrecision(3);
}

/** Geometric means of the ratios, for each row and contestant, and what became of the targets. */
export function renderSummary(report: Report): string {
  const means = [...summarize(report.cases)].map(([key, ratios]) => {
    return `${key.padEnd(16 + NAME_WIDTH)}  ${geometricMean(ratios).toFixed(2)}x  (${ratios.length} cases, worst ${Math.max(...ratios).toFixed(2)}x)`;
  });
  const reached = targets.map((target) => `${target.name.padEnd(58)} ${renderReached(target, report)}`);
  return ['', 'Geometric means:', ...means, '', 'Targets:', ...reached].join('\n');
}

/** For example `1.20, at most 1.35: met`. */
function renderReached(target: Target, report: Report): string {
  const value = valueOf(target, report);
  return value === undefined ? 'not run' : `${value.toFixed(2)}, ${renderLimit(target)}: ${verdict(target, value)}`;
}

export function renderLimit({ atMost, atLeast }: Target): string {
  return atMost === undefined ? `at least ${atLeast ?? 0}` : `at most ${atMost}`;
}

/** The ratios of each contestant (but the first of its case) in each row. Sizes are no contestants. */
export function summarize(cases: readonly Measured[]): Map<string, number[]> {
  const ratios = new Map<string, number[]>();
  for (const { row, results } of cases) {
    if (row === 'scale') continue;
    for (const { contestant, ratio } of results.slice(1)) {
      const key = `${row}: ${contestant}`;
      ratios.set(key, [...(ratios.get(key) ?? []), ratio]);
    }
  }
  return ratios;
}
