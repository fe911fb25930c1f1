import { row } from '../report/markdown.ts';
import type { Verdict } from './check.ts';

const KINDS: readonly Verdict['kind'][] = [
  'same',
  'changed',
  'impossible',
  'border',
  'refused',
  'explained',
  'different',
];

/** The scoreboard in Markdown, of some of all `builds`; it is committed, so that a change shows in its diff. */
export function renderScoreboard(verdicts: readonly Verdict[], builds: readonly string[]): string {
  const names = [...new Set(verdicts.map(({ pipeline }) => pipeline))];
  const missing = builds.filter((name) => !names.includes(name));
  return `${[
    '# Works with other tools',
    '',
    'Written by `npm run pipelines`, see [docs/conformance.md](../../docs/conformance.md). Each build takes all programs, compiled',
    'and compiled with `stress`.',
    '',
    '| our plugin | programs | as before | as without it | impossible | border | refused | explained | different |',
    '| --- | --: | --: | --: | --: | --: | --: | --: | --: |',
    ...names.map((name) => renderRow(name, verdicts)),
    ...(missing.length === 0 ? [] : ['', `Builds that were not run for this table: ${missing.join('; ')}.`]),
    ...renderList('As without our plugin, but not as before', verdicts, 'changed'),
    ...renderList('Cannot be built without our plugin either, or never ends', verdicts, 'impossible'),
    ...renderList('A border: generators and async functions that have been rewritten', verdicts, 'border'),
    ...renderList(
      'Refused by the compiler: `with` and direct `eval` next to calls that a tool added',
      verdicts,
      'refused',
    ),
    ...renderReasons(verdicts),
    ...renderList('Different', verdicts, 'different'),
  ].join('\n')}\n`;
}

function renderRow(name: string, verdicts: readonly Verdict[]): string {
  const own = verdicts.filter(({ pipeline }) => pipeline === name);
  const count = (kind: Verdict['kind']): number => own.filter((verdict) => verdict.kind === kind).length;
  return row([name, own.length, ...KINDS.map(count)]);
}

function renderList(title: string, verdicts: readonly Verdict[], kind: Verdict['kind']): string[] {
  const lines = linesOf(verdicts.filter((verdict) => verdict.kind === kind));
  return lines.length === 0 ? [] : ['', `## ${title}`, '', ...lines];
}

function renderReasons(verdicts: readonly Verdict[]): string[] {
  const explained = verdicts.filter(({ kind }) => kind === 'explained');
  if (explained.length === 0) return [];
  const reasons = [...new Set(explained.map(({ reason }) => reason))].sort();
  const lists = reasons.flatMap((reason) => [
    '',
    `### ${reason}`,
    '',
    ...linesOf(explained.filter((verdict) => verdict.reason === reason)),
  ]);
  return ['', '## Explained', ...lists];
}

/** `program`: the builds that have this verdict on it */
function linesOf(verdicts: readonly Verdict[]): string[] {
  const byProgram = new Map<string, string[]>();
  for (const { program, pipeline } of verdicts) byProgram.set(program, [...(byProgram.get(program) ?? []), pipeline]);
  return [...byProgram].map(([program, pipelines]) => `- \`${program}\`: ${pipelines.join('; ')}`);
}

/** More would be the stack of an error. */
const MAX_LINES = 8;

/** What is printed about a difference: the lines that are neither those of the program nor those of the build without us. */
export function describe({ pipeline, program, difference }: Verdict): string {
  if (difference === null) return '';
  const expected = difference.expected.split('\n');
  const untouched = difference.untouched?.split('\n') ?? [];
  const lines = difference.actual.split('\n').flatMap((line, at) => {
    if (line === expected[at] || line === untouched[at]) return [];
    return [
      `  line ${at + 1}, untouched: ${untouched[at] ?? ''}`,
      `  expected: ${expected[at] ?? ''}`,
      `  actual:   ${line}`,
    ];
  });
  return [`${pipeline}: ${program} (${difference.variant})`, ...lines.slice(0, MAX_LINES)].join('\n');
}
