import type { Report } from '../types.ts';

/** What the page is about, and where its numbers are from. */
export function renderHeading(report: Report): string {
  const { node, v8, cpu, processors, platform, date, versions } = report;
  const others = Object.entries(versions).map(([name, version]) => `${name} ${version}`);
  return `# Benchmarks

What greenlets cost, and what else costs: async functions, generators, packages, Python and Go. All contestants of a case
do the same work. The first of a case is what the others are compared with: 2x is twice as slow (or as large), 0.5x
twice as fast. [The notes](notes/performance.md) say why the numbers are what they are, and how they are measured; the
programs are in \`bench/\`.

Measured on ${date} with Node ${node} (V8 ${v8}), ${platform}, ${processors} processors (${cpu}), by \`npm run bench\`, which ran
${runOf(report)}. Times are processor time: medians over the rounds; ratios are medians of the ratios round by
round. What takes longer than three quarters of a second runs only once, after a run that is not counted. Others taking part: ${others.join(', ')}.
`;
}

/** For example `90 cases in 9 min`. */
function runOf({ cases, planned }: Report): string {
  const seconds = cases.reduce((sum, measured) => sum + (measured.seconds ?? 0), 0);
  const count = cases.length < planned ? `${cases.length} of ${planned} cases` : `${planned} cases`;
  return `${count} in ${Math.max(1, Math.round(seconds / 60))} min`;
}
