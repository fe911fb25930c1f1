import { Groups, row } from '../report/markdown.ts';
import { BY_BABEL, differing, LOST, UNEXPLAINED } from '../report/reason.ts';
import { isSame } from './outcome.ts';
import { NOT_NATIVE, NOT_PARSED, reasonFor } from './reasons.ts';
import type { Difference, Row, Tally } from './tally.ts';

const PARTS = ['language', 'built-ins', 'annexB', 'staging'];

/** What was run: which version of the suite, and every how many-th test of it. */
export interface Sample {
  commit: string;
  every: number;
  /** The version of Node. */
  node: string;
}

/** The scoreboard in Markdown; it is committed, so that a change of the compiler shows in its diff. */
export function renderScoreboard(tally: Tally, { commit, every, node }: Sample): string {
  const rows = Object.entries(tally.rows).sort(([a], [b]) => (a < b ? -1 : 1));
  return `${[
    '# Conformance to ECMAScript',
    '',
    `Written by \`npm run test262\`, see [docs/conformance.md](../../docs/conformance.md). Suite: tc39/test262 at \`${commit}\`.`,
    `Node ${node}. A run is a test in sloppy or strict mode, or as a module; the numbers are runs that pass.`,
    ...(every === 1 ? [] : [`This is a sample: every ${every}th test.`]),
    '',
    `| folder | runs | in a greenlet | untouched | ${tally.modes.join(' | ')} |`,
    `| --- | --: | --: | --: | ${tally.modes.map(() => '--:').join(' | ')} |`,
    ...[...rows, ['**all**', tally.total] as const].map(([name, counts]) => renderRow(name, counts)),
    '',
    '## What differs',
    '',
    'Every run that does not end as it does untouched, by reason. What this Node does not parse untouched can only pass compiled: there',
    'is nothing to compare with, and the numbers of those that differ are without it.',
    '',
    '| part | runs | not parsed untouched | differ | pass only compiled | Babel alone differs, too | others |',
    '| --- | --: | --: | --: | --: | --: | --: |',
    ...PARTS.flatMap((part) => renderPart(part, tally)),
    ...renderDifferences(tally),
  ].join('\n')}\n`;
}

function renderRow(name: string, { runs, wrapped, untouched, compared }: Row): string {
  return row([name, runs, wrapped, untouched, ...Object.values(compared)]);
}

function renderPart(part: string, { rows, differences }: Tally): string[] {
  const runs = Object.entries(rows)
    .filter(([folder]) => folder.startsWith(part))
    .reduce((sum, [, counts]) => sum + counts.runs, 0);
  if (runs === 0) return [];
  const reasons = differences.filter(({ file }) => file.startsWith(`test/${part}/`)).map(reasonFor);
  const count = (reason: string): number => reasons.filter((other) => other === reason).length;
  const [notParsed, lacking, byBabel] = [NOT_PARSED, NOT_NATIVE, BY_BABEL].map(count) as [number, number, number];
  const differ = reasons.length - notParsed;
  const counts = [differ, lacking, byBabel, differ - lacking - byBabel];
  return [row([part, runs, notParsed, ...counts.map((each) => `${each} (${((100 * each) / runs).toFixed(2)} %)`)])];
}

function renderDifferences({ differences, lost }: Tally): string[] {
  const groups = new Groups();
  for (const difference of differences) groups.add(reasonFor(difference) ?? UNEXPLAINED, describe(difference));
  for (const test of lost) groups.add(LOST, test);
  return groups.render();
}

function describe(difference: Difference): string {
  const modes = differing(difference, isSame).map(([mode]) => mode);
  return `\`${difference.file.replace(/^test\//, '')}\` (${difference.kind}; ${modes.join(', ')})`;
}
