import { PATIENCE, runExample } from './support/run-example.ts';
import { serveRoutes, type Route, type TestSite } from './support/test-site.ts';

jest.setTimeout(PATIENCE);

describe('examples/linkcheck.ts', () => {
  let site: TestSite | undefined;

  async function serve(routes: Record<string, Route>): Promise<string> {
    site = await serveRoutes(routes);
    return site.origin;
  }

  afterEach(() => site?.close());

  it('lists the broken links of a site, and ends with code 1', async () => {
    const origin = await serve({ '/': '<a href="a">a</a>', '/a': '<a href="gone">x</a>' });
    const { code, stdout } = await runExample('linkcheck.ts', origin);
    expect(stdout).toContain(`1 broken link:\n  ${origin}/gone (404 Not Found)\n      on ${origin}/a\n`);
    expect(stdout).toMatch(/^2 pages, \d links, \d+\.\d seconds with 20 workers$/m);
    expect(code).toBe(1);
  });

  it('ends with code 0 if none is broken', async () => {
    const origin = await serve({ '/': '<a href="/">home</a>' });
    const { code, stdout } = await runExample('linkcheck.ts', origin, '--workers', '1');
    expect(stdout).toContain('No broken links.\n1 page, ');
    expect(code).toBe(0);
  });

  it('waits for an answer as long as it is told', async () => {
    const origin = await serve({ '/': () => undefined });
    const { code, stderr } = await runExample('linkcheck.ts', '--timeout', '100', origin);
    expect(stderr).toContain(`cannot read ${origin}/: no answer within 100 ms`);
    expect(code).toBe(2);
  });

  it('ends with code 2 if there is no such site', async () => {
    const origin = await serve({});
    await site?.close();
    const { code, stdout, stderr } = await runExample('linkcheck.ts', origin);
    expect(stderr).toMatch(/^cannot read http:.*ECONNREFUSED/m);
    expect(stdout).toBe('');
    expect(code).toBe(2);
  });

  it('ends with code 2 if it is called wrongly', async () => {
    const { code, stderr } = await runExample('linkcheck.ts', '--wrokers', '3');
    expect(stderr).toContain("error: unknown option '--wrokers'\n(Did you mean --workers?)");
    expect(stderr).not.toContain('    at ');
    expect(code).toBe(2);
  });

  it('without an address, finds exactly the links planted in its own site, and compares with one worker', async () => {
    const { code, stdout, stderr } = await runExample('linkcheck.ts', '--max-pages', '30');
    expect(stderr).not.toMatch(/not found:|not planted:/);
    expect(stdout).toContain('12 broken links:');
    expect(stdout).toMatch(/pages, .* with 20 workers\n.*pages, .* with 1 worker\n.* times faster with 20 workers\n$/);
    expect(code).toBe(0);
  });
});
