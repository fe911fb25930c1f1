import { isSame, type Outcome } from './check.ts';
import type { Sizes } from './sizes.ts';

const HEADINGS = ['job', 'result', 'files', 'size (KB)', 'compiled in (s)', 'raw', 'min', 'min+gzip', 'peak (MB)'];

/** A table in Markdown. Sizes and time compare the compiled package with the published one. */
export function scoreboard(outcomes: readonly Outcome[]): string {
  const rows = [HEADINGS, HEADINGS.map((_, column) => (column < 2 ? '---' : '--:')), ...outcomes.map(rowOf)];
  return `${rows.map((cells) => `| ${cells.join(' | ')} |`).join('\n')}\n`;
}

function rowOf(outcome: Outcome): string[] {
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
