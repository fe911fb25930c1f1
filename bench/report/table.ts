import { geometricMean } from '../median.ts';
import type { Measured, Result, Unit } from '../types.ts';

const NAME_WIDTH = 28;
const CELL_WIDTH = 34;

/** A line of the table: every contestant with its median and its ratio to the first. */
export function renderCase({ row, name, unit, results }: Measured): string {
  const cells = results.map((result) => `${result.contestant} ${renderResult(result, unit)}`.padEnd(CELL_WIDTH));
  return `${row.padEnd(14)} ${name.padEnd(NAME_WIDTH)} ${cells.join(' ')}`.trimEnd();
}

export function renderResult({ median, ratio }: Result, unit: Unit): string {
  return `${renderNumber(median)} ${unit} (${ratio.toFixed(2)}x)`;
}

/** Three significant digits, but whole numbers whole. */
export function renderNumber(value: number): string {
  return value >= 100 ? Math.round(value).toLocaleString('en') : value.toPrecision(3);
}

/** Geometric means of the ratios, for each row and contestant. */
export function renderSummary(cases: readonly Measured[]): string {
  const lines = [...summarize(cases)].map(([key, ratios]) => {
    return `${key.padEnd(14 + NAME_WIDTH)}  ${geometricMean(ratios).toFixed(2)}x  (${ratios.length} cases, worst ${Math.max(...ratios).toFixed(2)}x)`;
  });
  return ['', 'Geometric means:', ...lines].join('\n');
}

/** The ratios of each contestant (but the first of its case) in each row. */
export function summarize(cases: readonly Measured[]): Map<string, number[]> {
  const ratios = new Map<string, number[]>();
  for (const { row, results } of cases) {
    for (const { contestant, ratio } of results.slice(1)) {
      const key = `${row}: ${contestant}`;
      ratios.set(key, [...(ratios.get(key) ?? []), ratio]);
    }
  }
  return ratios;
}
