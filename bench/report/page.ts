import { geometricMean } from '../median.ts';
import type { Measured, Report } from '../types.ts';
import { renderChart } from './charts.ts';
import { renderHeading } from './heading.ts';
import { renderLosses } from './losses.ts';
import { rowTexts } from './rows.ts';
import { renderResult, summarize } from './table.ts';
import { renderTargets } from './target-table.ts';

/** A page of Markdown, and the images that it shows, by their names. */
export interface Page {
  text: string;
  images: Map<string, string>;
}

/**
 * The results as a page: what became of the targets, and for each row a chart and tables.
 *
 * @param folder where the images will be, as seen from the page
 * @param others further reports, for the table of targets only: of other versions of Node
 */
export function renderPage(report: Report, folder: string, others: readonly Report[] = []): Page {
  const rows = new Map<string, Measured[]>();
  for (const measured of report.cases) rows.set(measured.row, [...(rows.get(measured.row) ?? []), measured]);
  const images = new Map([...rows].map(([row, cases]) => [imageOf(row), renderChart(row, cases)]));
  const sections = [...rows].map(([row, cases]) => renderRow(row, cases, folder));
  const losses = renderLosses(report.cases).join('\n');
  return { text: [renderHeading(report), renderTargets([report, ...others]), losses, ...sections].join('\n'), images };
}

function renderRow(row: string, cases: readonly Measured[], folder: string): string {
  const { title, text } = rowTexts[row] ?? { title: row, text: '' };
  const chart = `![${title}](${folder}/${imageOf(row)})`;
  const parts = [`## ${title}`, '', text, '', chart, '', ...renderMeans(cases), ...renderTables(cases)];
  return [...parts, ...renderNotes(cases)].join('\n');
}

function imageOf(row: string): string {
  return `${row.replaceAll(' ', '-')}.svg`;
}

function renderNotes(cases: readonly Measured[]): string[] {
  const untouched = cases.filter((measured) => measured.untouched === true).map(({ name }) => name);
  const notes = new Set(cases.flatMap((measured) => measured.notes));
  if (untouched.length > 0) notes.add(describeUntouched(untouched, cases));
  return [...notes].flatMap((note) => [note, '']);
}

/** How much of the mean is owed to programs that are not compiled to anything else. */
function describeUntouched(untouched: readonly string[], cases: readonly Measured[]): string {
  const [ratios] = [...summarize(cases.filter((measured) => measured.untouched !== true)).entries()]
    .filter(([key]) => key.endsWith(': greenlets'))
    .map(([, values]) => values);
  const rest = ratios === undefined ? '' : ` The geometric mean of the others is ${geometricMean(ratios).toFixed(2)}x.`;
  return `Emitted untouched, as the compiler proves that nothing in them can wait: ${untouched.join(', ')}.${rest}`;
}

function renderMeans(cases: readonly Measured[]): string[] {
  const means = [...summarize(cases)].map(
    ([key, ratios]) => `${key.replace(/^.*?: /, '')} ${geometricMean(ratios).toFixed(2)}x`,
  );
  return means.length === 0 || cases.length === 1 ? [] : [`Geometric means: ${means.join(', ')}.`, ''];
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
