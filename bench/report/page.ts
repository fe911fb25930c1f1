import { geometricMean } from '../median.ts';
import type { Measured, Report } from '../types.ts';
import { renderResult, summarize } from './table.ts';

/** The results as a page of Markdown: for each row a table, and a chart of the ratios of `greenlets`. */
export function renderPage(report: Report): string {
  const rows = new Map<string, Measured[]>();
  for (const measured of report.cases) rows.set(measured.row, [...(rows.get(measured.row) ?? []), measured]);
  const sections = [...rows].map(([row, cases]) => renderRow(row, cases));
  return [heading(report), ...sections, ''].join('\n');
}

function heading({ node, v8, cpu, date }: Report): string {
  return `# Benchmarks

Node ${node} (V8 ${v8}), ${cpu}, ${date}. Made by \`npm run bench -- --page docs/benchmarks.md --json docs/benchmarks.json\`.

Numbers are medians of processor time; ratios are medians of the ratios to the first contestant, round by round: 2x is
twice as slow. [Performance](performance.md) explains them.
`;
}

function renderRow(row: string, cases: readonly Measured[]): string {
  const title = `${row.charAt(0).toUpperCase()}${row.slice(1)}`;
  return [`## ${title}`, '', renderMeans(cases), '', ...renderTables(cases), renderChart(title, cases), ''].join('\n');
}

function renderMeans(cases: readonly Measured[]): string {
  const means = [...summarize(cases)].map(
    ([key, ratios]) => `${key.replace(/^.*: /, '')} ${geometricMean(ratios).toFixed(2)}x`,
  );
  return `Geometric means: ${means.join(', ')}.`;
}

/** Cases with the same contestants share a table. */
function renderTables(cases: readonly Measured[]): string[] {
  const tables = new Map<string, Measured[]>();
  for (const measured of cases) {
    const header = measured.results.map(({ contestant }) => contestant).join(' | ');
    tables.set(header, [...(tables.get(header) ?? []), measured]);
  }
  return [...tables].flatMap(([header, rows]) => {
    const rule = `| --- |${' --: |'.repeat(header.split(' | ').length)}`;
    return [`| | ${header} |`, rule, ...rows.map(renderLine), ''];
  });
}

function renderLine({ name, unit, results }: Measured): string {
  return `| ${name} | ${results.map((result) => renderResult(result, unit)).join(' | ')} |`;
}

function renderChart(title: string, cases: readonly Measured[]): string {
  const bars = cases.flatMap(({ name, results }) => {
    const ratio = results.find(({ contestant }) => contestant === 'greenlets')?.ratio;
    return ratio === undefined ? [] : [{ name, ratio }];
  });
  return [
    '```mermaid',
    'xychart-beta horizontal',
    `  title "${title}: greenlets, ratio to the first contestant"`,
    `  x-axis [${bars.map(({ name }) => `"${name}"`).join(', ')}]`,
    `  bar [${bars.map(({ ratio }) => ratio.toFixed(2)).join(', ')}]`,
    '```',
  ].join('\n');
}
