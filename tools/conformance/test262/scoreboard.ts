import { reasonFor } from './reasons.ts';
import type { Difference, Row, Tally } from './tally.ts';

const UNEXPLAINED = 'unexplained';

/** What was run: which version of the suite, and every how many-th test of it. */
export interface Sample {
  commit: string;
  every: number;
}

/** The scoreboard in Markdown; it is committed, so that a change of the compiler shows in its diff. */
export function renderScoreboard(tally: Tally, { commit, every }: Sample): string {
  const rows = Object.entries(tally.rows).sort(([a], [b]) => (a < b ? -1 : 1));
  return `${[
    '# Conformance to ECMAScript',
    '',
    `Written by \`npm run test262\`, see [docs/conformance.md](../../docs/conformance.md). Suite: tc39/test262 at \`${commit}\`.`,
    'A run is a test in sloppy or strict mode, or as a module; the numbers are runs that pass.',
    ...(every === 1 ? [] : [`This is a sample: every ${every}th test.`]),
    '',
    `| folder | runs | in a greenlet | untouched | ${tally.modes.join(' | ')} |`,
    `| --- | --: | --: | --: | ${tally.modes.map(() => '--:').join(' | ')} |`,
    ...[...rows, ['**all**', tally.total] as const].map(([name, row]) => renderRow(name, row)),
    '',
    '## What differs',
    '',
    'Every run that does not end as it does untouched, by reason.',
    ...renderDifferences(tally),
  ].join('\n')}\n`;
}

function renderRow(name: string, { runs, wrapped, untouched, compared }: Row): string {
  return `| ${[name, runs, wrapped, untouched, ...Object.values(compared)].join(' | ')} |`;
}

function renderDifferences({ differences, lost }: Tally): string[] {
  const byReason = new Map<string, Set<string>>();
  for (const difference of differences) add(byReason, reasonFor(difference) ?? UNEXPLAINED, describe(difference));
  for (const test of lost) add(byReason, 'hung or ended the process', test);
  return [...byReason]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .flatMap(([reason, tests]) => [
      '',
      `### ${reason} (${tests.size})`,
      '',
      ...[...tests].sort().map((test) => `- ${test}`),
    ]);
}

function add(byReason: Map<string, Set<string>>, reason: string, test: string): void {
  byReason.set(reason, (byReason.get(reason) ?? new Set()).add(test));
}

function describe({ file, kind, compared, untouched }: Difference): string {
  const modes = Object.entries(compared).filter(([, { status }]) => status !== untouched.status);
  return `\`${file.replace(/^test\//, '')}\` (${kind}; ${modes.map(([mode]) => mode).join(', ')})`;
}
