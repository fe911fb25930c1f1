import { count } from './count.ts';
import type { Findings, Link } from './findings.ts';

const PAGES_SHOWN = 5;

/** A finished crawl, and how long it took. */
export interface Measured {
  findings: Findings;
  seconds: number;
  workers: number;
}

/** The broken links, each with the pages on which it has to be repaired. */
export function describeBroken(broken: readonly Link[]): string {
  if (broken.length === 0) return 'No broken links.';
  return [`${count(broken.length, 'broken link')}:`, ...broken.map(describeLink)].join('\n');
}

function describeLink({ address, problem, foundOn }: Link): string {
  const pages = foundOn.slice(0, PAGES_SHOWN).map((page) => `      on ${page}`);
  const more = foundOn.length - pages.length;
  if (more > 0) pages.push(`      and on ${count(more, 'other page')}`);
  return [`  ${address} (${problem})`, ...pages].join('\n');
}

/** One line: "431 pages, 5120 links, 2.1 seconds with 20 workers". */
export function summarize({ findings, seconds, workers }: Measured): string {
  const { pages, references } = findings;
  const work = `${count(pages, 'page')}, ${count(references, 'link')}`;
  return `${work}, ${seconds.toFixed(1)} seconds with ${count(workers, 'worker')}`;
}
