import { GreenletExit, run, spawn } from 'greenlets';
import { crawl, type CrawlOptions } from '../../examples/linkcheck/crawler.ts';
import type { Findings } from '../../examples/linkcheck/findings.ts';
import { serveRoutes, type Route, type TestSite } from './support/test-site.ts';

const OPTIONS: CrawlOptions = { workers: 3, timeout: 5000, maxPages: 100, external: true };

describe('crawl', () => {
  const sites: TestSite[] = [];

  async function serve(routes: Record<string, Route>): Promise<TestSite> {
    const site = await serveRoutes(routes);
    sites.push(site);
    return site;
  }

  function crawlSite(site: TestSite, options: Partial<CrawlOptions> = {}): Promise<Findings> {
    return run(crawl, `${site.origin}/`, { ...OPTIONS, ...options });
  }

  afterEach(async () => {
    await Promise.all(sites.splice(0).map((site) => site.close()));
  });

  it('follows the links of a site, and asks for each page once', async () => {
    const site = await serve({
      '/': '<a href="a">a</a> <a href="b">b</a>',
      '/a': '<a href="/">home</a> <a href="b#part">b</a>',
      '/b': '<a href="a">a</a>',
    });
    const findings = await crawlSite(site);
    expect(findings.broken).toEqual([]);
    expect(findings.pages).toBe(3);
    expect(site.requests.sort()).toEqual(['GET /', 'GET /a', 'GET /b']);
  });

  it('reports a broken link with every page that it stands on', async () => {
    const site = await serve({ '/': '<a href="a">a</a> <a href="gone">x</a>', '/a': '<img src="gone">' });
    const { broken } = await crawlSite(site);
    expect(broken).toEqual([
      { address: `${site.origin}/gone`, problem: '404 Not Found', foundOn: [`${site.origin}/`, `${site.origin}/a`] },
    ]);
  });

  it('has as many requests under way as there are workers', async () => {
    let waiting: (() => void)[] = [];
    let atOnce = 0;
    const site = await serve({
      '/': '<a href="a">a</a> <a href="b">b</a> <a href="c">c</a> <a href="d">d</a>',
      ...Object.fromEntries(['/a', '/b', '/c', '/d'].map((path) => [path, hold])),
    });
    function hold(_request: unknown, response: { end(): void }): void {
      waiting.push(() => response.end());
      atOnce = Math.max(atOnce, waiting.length);
      if (waiting.length === 2) release();
    }
    function release(): void {
      for (const go of waiting) go();
      waiting = [];
    }
    const findings = await crawlSite(site, { workers: 2 });
    expect(findings.checked).toBe(5);
    expect(atOnce).toBe(2);
  });

  it('gives up waiting for an answer, and goes on', async () => {
    const site = await serve({
      '/': '<a href="slow">s</a> <a href="fine">f</a>',
      '/slow': () => undefined,
      '/fine': '',
    });
    const findings = await crawlSite(site, { workers: 1, timeout: 1000 });
    expect(findings.broken.map(({ problem }) => problem)).toEqual(['no answer within 1000 ms']);
    expect(findings.checked).toBe(3);
  });

  it('gives up waiting for the rest of a page, too', async () => {
    const site = await serve({
      '/': (_request, response) => {
        response.writeHead(200, { 'content-type': 'text/html' });
        response.write('<p>more will never come');
      },
    });
    const { broken } = await crawlSite(site, { timeout: 100 });
    expect(broken.map(({ problem }) => problem)).toEqual(['no answer within 100 ms']);
  });

  it('checks links to other sites without following them', async () => {
    const other = await serve({ '/page': '<a href="/gone">x</a>' });
    const site = await serve({ '/': `<a href="${other.origin}/page">o</a> <a href="${other.origin}/missing">m</a>` });
    const { broken } = await crawlSite(site);
    expect(broken.map(({ address }) => address)).toEqual([`${other.origin}/missing`]);
    expect(other.requests.sort()).toEqual(['GET /missing', 'HEAD /missing', 'HEAD /page']);
  });

  it('believes a server that answers GET but not HEAD', async () => {
    const other = await serve({
      '/page': (request, response) => {
        response.writeHead(request.method === 'HEAD' ? 405 : 200).end();
      },
    });
    const site = await serve({ '/': `<a href="${other.origin}/page">o</a>` });
    expect((await crawlSite(site)).broken).toEqual([]);
  });

  it('leaves other sites alone if told so', async () => {
    const other = await serve({});
    const site = await serve({ '/': `<a href="${other.origin}/missing">m</a>` });
    const findings = await crawlSite(site, { external: false });
    expect(findings.broken).toEqual([]);
    expect(other.requests).toEqual([]);
  });

  it('resolves links against the address that a redirect led to', async () => {
    const site = await serve({
      '/': '<a href="old">o</a>',
      '/old': (_request, response) => void response.writeHead(302, { location: '/new/page' }).end(),
      '/new/page': '<a href="next">n</a>',
      '/new/next': '',
    });
    const findings = await crawlSite(site);
    expect(findings.broken).toEqual([]);
    expect(site.requests).toContain('GET /new/next');
  });

  it('does not look for links in what is not HTML', async () => {
    const site = await serve({
      '/': '<a href="text">t</a>',
      '/text': (_request, response) => {
        response.writeHead(200, { 'content-type': 'text/plain' }).end('<a href="/gone">x</a>');
      },
    });
    const findings = await crawlSite(site);
    expect(findings.pages).toBe(1);
    expect(findings.broken).toEqual([]);
  });

  it('reports what is no address at all', async () => {
    const site = await serve({ '/': '<a href="http://">x</a>' });
    const { broken } = await crawlSite(site, { external: false });
    expect(broken.map(({ address }) => address)).toEqual(['http://']);
  });

  it('stops following links after so many pages', async () => {
    const site = await serve({ '/': '<a href="a">a</a>', '/a': '<a href="b">b</a>', '/b': '<a href="c">c</a>' });
    const findings = await crawlSite(site, { maxPages: 2 });
    expect(findings.pages).toBe(2);
    expect(site.requests).toEqual(['GET /', 'GET /a']);
  });

  it('tells how far it is after every link', async () => {
    const site = await serve({ '/': '<a href="a">a</a> <a href="b">b</a>', '/a': '', '/b': '' });
    const seen: string[] = [];
    await crawlSite(site, { onProgress: ({ checked, known }) => seen.push(`${checked}/${known}`) });
    expect(seen).toEqual(['1/3', '2/3', '3/3']);
  });

  it('ends with its workers if it is killed', async () => {
    const site = await serve({ '/': '<a href="slow">s</a>', '/slow': () => arrive() });
    let arrive = (): void => undefined;
    const arrived = new Promise<void>((resolve) => (arrive = resolve));
    const crawling = spawn(crawl, `${site.origin}/`, OPTIONS);
    await arrived;
    await run(() => {
      'use greenlet';
      crawling.kill();
    });
    expect(crawling.dead).toBe(true);
    expect(crawling.value).toBeInstanceOf(GreenletExit);
  });
});
