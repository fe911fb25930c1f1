import { row } from '../report/markdown.ts';
import { isSame, type Outcome } from './check.ts';
import type { Sizes } from './sizes.ts';

const HEADINGS = ['job', 'result', 'files', 'size (KB)', 'compiled in (CPU s)', 'raw', 'min', 'min+gzip', 'peak (MB)'];

/**
 * A table in Markdown. The sizes are multiples of the published package's. `previous`: a table whose rows are kept for the
 * jobs that did not run.
 */
export function scoreboard(outcomes: readonly Outcome[], previous = ''): string {
  const rows = new Map(
    previous
      .split('\n')
      .slice(2, -1)
      .map((line) => [nameOf(line), line]),
  );
  for (const outcome of outcomes) rows.set(outcome.name, row(cellsOf(outcome)));
  const head = [row(HEADINGS), row(HEADINGS.map((_, column) => (column < 2 ? '---' : '--:')))];
  return `${[...head, ...[...rows.keys()].sort().map((name) => rows.get(name))].join('\n')}\n`;
}

function nameOf(line: string): string {
  return line.split('|')[1]?.trim() ?? '';
}

function cellsOf(outcome: Outcome): string[] {
  const { name, untouched, compiled, stress } = outcome;
  const verdict = isSame(outcome) ? 'same' : 'different';
  if (typeof untouched === 'string' || typeof compiled === 'string' || typeof stress === 'string') {
    return [name, verdict, ...HEADINGS.slice(2).map(() => '-')];
  }
  const { published, emitted, files, compileTime, memory } = compiled;
  const ratios = (['raw', 'minified', 'compressed'] as const).map((kind) => ratio(emitted, published, kind));
  return [
    name,
    verdict,
    String(files),
    (published.raw / 1000).toFixed(0),
    (compileTime / 1000).toFixed(1),
    ...ratios,
    (memory / 1e6).toFixed(0),
  ];
}

function ratio(emitted: Sizes, published: Sizes, kind: keyof Sizes): string {
  return (emitted[kind] / published[kind]).toFixed(2);
}
