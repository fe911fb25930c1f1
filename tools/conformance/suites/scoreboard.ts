import { isSame, type Result } from './compare.ts';
import { reasonFor } from './reasons.ts';
import type { Tally } from './tally.ts';

/** The scoreboard in Markdown; it is committed, so that a change of the compiler shows in its diff. */
export function renderScoreboard(tallies: readonly Tally[]): string {
  return `${[
    '# The test suites of others',
    '',
    'Written by `npm run suites`, see [docs/conformance.md](../../docs/conformance.md). Only what passes untouched on this',
    'Node is compared; the other numbers are programs (or tests) that do the same compiled.',
    '',
    '| suite | commit | programs | untouched | compiled | stress |',
    '| --- | --- | --: | --: | --: | --: |',
    ...tallies.map(renderRow),
    '',
    ...tallies.map(({ suite }) => `- ${suite.repository}: ${suite.description}`),
    '',
    '## What differs',
    '',
    'Every program that does not do what it does untouched, by reason.',
    ...renderDifferences(tallies),
  ].join('\n')}\n`;
}

function renderRow({ suite, commit, total, untouched, compiled, stress }: Tally): string {
  return `| ${[suite.name, `\`${commit}\``, total, untouched, compiled, stress].join(' | ')} |`;
}

function renderDifferences(tallies: readonly Tally[]): string[] {
  const byReason = new Map<string, string[]>();
  for (const { suite, differences, lost } of tallies) {
    for (const result of differences) {
      add(byReason, reasonFor(result) ?? 'unexplained', `${suite.name}: ${describe(result)}`);
    }
    for (const file of lost) add(byReason, 'hung or ended the process', `${suite.name}: ${file}`);
  }
  return [...byReason]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .flatMap(([reason, lines]) => [
      '',
      `### ${reason} (${lines.length})`,
      '',
      ...lines.sort().map((line) => `- ${line}`),
    ]);
}

function add(byReason: Map<string, string[]>, reason: string, line: string): void {
  byReason.set(reason, [...(byReason.get(reason) ?? []), line]);
}

/** `test/a.js` (compiled, stress) */
export function describe({ name, compared, untouched }: Result): string {
  const modes = Object.entries(compared).filter(([, outcome]) => !isSame(outcome, untouched));
  return `\`${name}\` (${modes.map(([mode]) => mode).join(', ')})`;
}
