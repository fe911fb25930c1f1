import { geometricMean } from '../median.ts';
import { targets, valueOf, verdict, type Target } from '../targets.ts';
import type { Measured, Report } from '../types.ts';
import { renderChart } from './charts.ts';
import { renderLimit, renderResult, summarize } from './table.ts';

/** A page of Markdown, and the images that it shows, by their names. */
export interface Page {
  text: string;
  images: Map<string, string>;
}

/**
 * The results as a page: what became of the targets, and for each row a table and a chart.
 *
 * @param folder where the images will be, as seen from the page
 * @param others further reports, for the table of targets only: of other versions of Node
 */
export function renderPage(report: Report, folder: string, others: readonly Report[] = []): Page {
  const rows = new Map<string, Measured[]>();
  for (const measured of report.cases) rows.set(measured.row, [...(rows.get(measured.row) ?? []), measured]);
  const images = new Map([...rows].map(([row, cases]) => [imageOf(row), renderChart(row, cases)]));
  const sections = [...rows].map(([row, cases]) => renderRow(row, cases, folder));
  return { text: [heading(report), renderTargets([report, ...others]), ...sections].join('\n'), images };
}

function heading({ node, v8, cpu, date }: Report): string {
  return `# Benchmarks

Node ${node} (V8 ${v8}), ${cpu}, ${date}. Made by \`npm run bench -- --json FILE --page docs/benchmarks.md\`.

Numbers are medians of processor time; ratios are medians of the ratios to the first contestant, round by round: 2x is
twice as slow (as large). [Performance](performance.md) explains them.
`;
}

function renderTargets(reports: readonly Report[]): string {
  const header = `| | target | beyond |${reports.map(({ node }) => ` ${node} |`).join('')}`;
  const rule = `| --- | --: | --: |${' --: |'.repeat(reports.length)}`;
  const lines = targets.map((target) => {
    const reached = reports.map((report) => ` ${renderVerdict(target, report)} |`).join('');
    return `| ${target.name} | ${renderLimit(target)} | ${target.beyond} |${reached}`;
  });
  return ['## Targets', '', header, rule, ...lines, ''].join('\n');
}

function renderVerdict(target: Target, report: Report): string {
  const value = valueOf(target, report);
  if (value === undefined) return 'not run';
  const reached = verdict(target, value);
  return reached === 'missed' ? `**${value.toFixed(2)}, missed**` : `${value.toFixed(2)}, ${reached}`;
}

function renderRow(row: string, cases: readonly Measured[], folder: string): string {
  const title = `${row.charAt(0).toUpperCase()}${row.slice(1)}`;
  const notes = [...new Set(cases.flatMap((measured) => measured.notes))].flatMap((note) => [note, '']);
  const chart = `![${title}](${folder}/${imageOf(row)})`;
  return [`## ${title}`, '', ...renderMeans(cases), ...notes, ...renderTables(cases), chart, ''].join('\n');
}

function imageOf(row: string): string {
  return `${row.replaceAll(' ', '-')}.svg`;
}

function renderMeans(cases: readonly Measured[]): string[] {
  const means = [...summarize(cases)].map(
    ([key, ratios]) => `${key.replace(/^.*?: /, '')} ${geometricMean(ratios).toFixed(2)}x`,
  );
  return means.length === 0 ? [] : [`Geometric means: ${means.join(', ')}.`, ''];
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
