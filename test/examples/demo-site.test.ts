import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { extractLinks } from '../../examples/linkcheck/links.ts';
import { latencyOf } from '../../examples/linkcheck/demo/server.ts';
import { buildSite, type Site } from '../../examples/linkcheck/demo/site.ts';
import { compare } from '../../examples/linkcheck/demo/verdict.ts';

const PADDING = '\n\nSome words.'.repeat(60);

describe('the demo site', () => {
  let packages = '';

  beforeEach(() => {
    packages = mkdtempSync(join(tmpdir(), 'packages-'));
    install('alpha', { 'README.md': '[changes](CHANGELOG.md#v2) [gone](docs/GONE.md)', 'CHANGELOG.md': '# Changes' });
    install('@scope/beta', { 'README.md': '[bad](http://[) <img src="logo.png"> [web](https://example.org/)' });
  });

  afterEach(() => rmSync(packages, { recursive: true }));

  function install(name: string, files: Record<string, string>): void {
    for (const [file, text] of Object.entries({ 'package.json': '{}', ...files })) {
      const path = join(packages, name, file);
      mkdirSync(dirname(path), { recursive: true });
      writeFileSync(path, text + (file.endsWith('.md') ? PADDING : ''));
    }
  }

  function linksOf(site: Site, page: string): string[] {
    return extractLinks(site.pages.get(page) ?? '', `http://site.test${page}`);
  }

  it('has a page for every document, and for every package with several', () => {
    const site = buildSite(packages, 100);
    expect([...site.pages.keys()].sort()).toEqual([
      '/',
      '/@scope/beta/README.html',
      '/alpha/',
      '/alpha/CHANGELOG.html',
      '/alpha/README.html',
    ]);
  });

  it('leaves out licenses, nested packages and documents of a few words', () => {
    install('gamma', { 'LICENSE.md': '', 'node_modules/alpha/README.md': '' });
    writeFileSync(join(packages, 'gamma', 'SHORT.md'), 'Too short.');
    expect([...buildSite(packages, 100).pages.keys()].filter((path) => path.includes('gamma'))).toEqual([]);
  });

  it('uses no more documents than wanted', () => {
    expect([...buildSite(packages, 1).pages.keys()].sort()).toEqual(['/', '/@scope/beta/README.html']);
  });

  it('keeps a link to another document, and takes out one that leads nowhere', () => {
    const links = linksOf(buildSite(packages, 100), '/alpha/README.html');
    expect(links).toContain('http://site.test/alpha/CHANGELOG.html');
    expect(links.filter((link) => link.includes('GONE'))).toEqual([]);
  });

  it('keeps links to other sites, but no images that are missing and no malformed addresses', () => {
    const links = linksOf(buildSite(packages, 100), '/@scope/beta/README.html');
    expect(links).toContain('https://example.org/');
    expect(links.filter((link) => /logo\.png|\[/.test(link))).toEqual([]);
  });

  it('has no other broken links than the planted ones', () => {
    const site = buildSite(packages, 100);
    const missing = new Set<string>();
    for (const page of site.pages.keys()) {
      for (const { origin, pathname } of linksOf(site, page).map((link) => new URL(link))) {
        if (origin === 'http://site.test' && !site.pages.has(pathname)) missing.add(pathname);
      }
    }
    expect(site.planted).toHaveLength(12);
    expect([...missing].sort()).toEqual(site.planted.map(({ path }) => path).sort());
  });

  it('answers after 20 to 80 ms, always the same for a page', () => {
    const latencies = Array.from({ length: 500 }, (_, i) => latencyOf(`/page-${i}`));
    expect(Math.min(...latencies)).toBeGreaterThanOrEqual(20);
    expect(Math.max(...latencies)).toBeLessThanOrEqual(80);
    expect(new Set(latencies).size).toBeGreaterThan(40);
    expect(latencyOf('/page-1')).toBe(latencies[1]);
  });
});

describe('compare', () => {
  const planted = [{ path: '/gone', foundOn: ['/a', '/b'] }];

  it('is content with exactly what was planted', () => {
    const found = [{ address: 'http://x/gone', problem: '404', foundOn: ['http://x/b', 'http://x/a'] }];
    expect(compare(found, planted, 'http://x')).toEqual([]);
  });

  it('names what was not found, and what was found too much', () => {
    const found = [{ address: 'http://x/gone', problem: '404', foundOn: ['http://x/a', 'http://x/c'] }];
    expect(compare(found, planted, 'http://x')).toEqual([
      'not found: http://x/gone on http://x/b',
      'not planted: http://x/gone on http://x/c',
    ]);
  });
});
