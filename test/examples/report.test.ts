import { Findings } from '../../examples/linkcheck/findings.ts';
import { createLines } from '../../examples/linkcheck/progress.ts';
import { describeBroken, summarize } from '../../examples/linkcheck/report.ts';

function findingsOf(links: Record<string, string[]>): Findings {
  const findings = new Findings();
  for (const [address, pages] of Object.entries(links)) {
    for (const page of pages) findings.add(address, page);
    findings.record(address, address.includes('gone') ? '404 Not Found' : null);
  }
  return findings;
}

describe('the report', () => {
  it('lists the broken links by address, each with its pages', () => {
    const { broken } = findingsOf({ '/gone2': ['/b'], '/fine': ['/a'], '/gone1': ['/a', '/b'] });
    expect(describeBroken(broken)).toBe(
      [
        '2 broken links:',
        '  /gone1 (404 Not Found)',
        '      on /a',
        '      on /b',
        '  /gone2 (404 Not Found)',
        '      on /b',
      ].join('\n'),
    );
  });

  it('names five pages of a link that stands everywhere', () => {
    const pages = ['/1', '/2', '/3', '/4', '/5', '/6', '/7'];
    const lines = describeBroken(findingsOf({ '/gone': pages }).broken).split('\n');
    expect(lines.slice(-2)).toEqual(['      on /5', '      and on 2 other pages']);
  });

  it('says so if nothing is broken', () => {
    expect(describeBroken([])).toBe('No broken links.');
  });

  it('sums up pages, links, time and workers', () => {
    const findings = findingsOf({ '/a': ['/', '/b'], '/b': ['/'] });
    findings.pages = 1;
    expect(summarize({ findings, seconds: 1.26, workers: 20 })).toBe('1 page, 3 links, 1.3 seconds with 20 workers');
  });
});

describe('the progress without a terminal', () => {
  it('is a line for every hundred links', () => {
    const lines: string[] = [];
    const progress = createLines('3 workers', (line) => lines.push(line));
    const findings = new Findings();
    for (let i = 1; i <= 250; i++) {
      findings.add(`/${i}`, '/');
      findings.record(`/${i}`, null);
      progress.update(findings);
    }
    progress.stop();
    expect(lines).toEqual(['3 workers: 100 of 100 links', '3 workers: 200 of 200 links']);
  });
});
