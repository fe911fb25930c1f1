import { targets, valueOf, verdict, type Target } from '../targets.ts';
import type { Report } from '../types.ts';
import { renderLimit } from './table.ts';

/** What was to be reached, and what was: a column for each report. */
export function renderTargets(reports: readonly Report[]): string {
  const header = `| | target | beyond |${reports.map(({ node }) => ` Node ${node} |`).join('')}`;
  const rule = `| --- | --: | --: |${' --: |'.repeat(reports.length)}`;
  const lines = targets.map((target) => {
    const reached = reports.map((report) => ` ${renderVerdict(target, report)} |`).join('');
    return `| ${target.name} | ${renderLimit(target)} | ${target.beyond ?? '-'} |${reached}`;
  });
  return `## Targets

What we set out to reach, and what would be even better: ratios, geometric means where there are several cases.

${[header, rule, ...lines].join('\n')}
`;
}

function renderVerdict(target: Target, report: Report): string {
  const value = valueOf(target, report);
  if (value === undefined) return '-';
  const reached = verdict(target, value);
  return reached === 'missed' ? `**${value.toFixed(2)}, missed**` : `${value.toFixed(2)}, ${reached}`;
}
