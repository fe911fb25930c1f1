import { Groups, row } from '../report/markdown.ts';
import { differing, LOST, UNEXPLAINED } from '../report/reason.ts';
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
  return row([suite.name, `\`${commit}\``, total, untouched, compiled, stress]);
}

function renderDifferences(tallies: readonly Tally[]): string[] {
  const groups = new Groups();
  for (const { suite, differences, lost } of tallies) {
    for (const result of differences) {
      groups.add(reasonFor(result) ?? UNEXPLAINED, `${suite.name}: ${describe(result)}`);
    }
    for (const file of lost) groups.add(LOST, `${suite.name}: ${file}`);
  }
  return groups.render();
}

/** `test/a.js` (compiled, stress) */
export function describe(result: Result): string {
  const modes = differing(result, isSame).map(([mode]) => mode);
  return `\`${result.name}\` (${modes.join(', ')})`;
}
