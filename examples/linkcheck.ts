/**
 * A link checker, in plain blocking style: see `crawl` for the heart of it.
 *
 *     greenlets run examples/linkcheck.ts https://example.org
 *     greenlets run examples/linkcheck.ts            checks a site that it serves itself
 *
 * Exit code 1: there are broken links. 2: wrong use, or there is no such site.
 */
import { fileURLToPath } from 'node:url';
import { run, wait } from 'greenlets';
import { count } from './linkcheck/count.ts';
import { crawl, type CrawlOptions } from './linkcheck/crawler.ts';
import { servePages } from './linkcheck/demo/server.ts';
import { buildSite } from './linkcheck/demo/site.ts';
import { compare } from './linkcheck/demo/verdict.ts';
import { readOptions, WRONG_USE, type Options } from './linkcheck/options.ts';
import { showProgress } from './linkcheck/progress.ts';
import { describeBroken, summarize, type Measured } from './linkcheck/report.ts';

const PACKAGES = fileURLToPath(new URL('../node_modules', import.meta.url));
const DEMO_SIZE = 450;

const options = readOptions(process.argv);
process.exitCode = await run(options.url === undefined ? demonstrate : checkSite, options);

/** Checks a real site. Returns the exit code. */
function checkSite(options: Options): number {
  'use greenlet';
  const url = options.url ?? '';
  const measured = measure(url, { ...options, external: true });
  const { broken, pages } = measured.findings;
  if (pages === 0) {
    console.error(`cannot read ${url}: ${broken[0]?.problem ?? 'it is not an HTML page'}`);
    return WRONG_USE;
  }
  console.log(describeBroken(broken));
  console.log(summarize(measured));
  return broken.length === 0 ? 0 : 1;
}

/** Checks the built-in site, twice: with all workers and with a single one. Returns the exit code. */
function demonstrate(options: Options): number {
  'use greenlet';
  const { pages, planted } = buildSite(PACKAGES, Math.min(DEMO_SIZE, options.maxPages));
  const server = wait(servePages(pages));
  const settings = { ...options, maxPages: Infinity, external: false };
  try {
    const many = measure(server.url, settings);
    console.log(describeBroken(many.findings.broken));
    console.log(summarize(many));

    const one = measure(server.url, { ...settings, workers: 1 });
    console.log(summarize(one));
    console.log(`${(one.seconds / many.seconds).toFixed(1)} times faster with ${count(options.workers, 'worker')}`);

    const differences = compare(many.findings.broken, planted, new URL(server.url).origin);
    for (const difference of differences) console.error(difference);
    return differences.length === 0 ? 0 : 1;
  } finally {
    server.close();
  }
}

function measure(url: string, options: Omit<CrawlOptions, 'onProgress'>): Measured {
  'use greenlet';
  const progress = showProgress(count(options.workers, 'worker'));
  const start = performance.now();
  try {
    const findings = crawl(url, { ...options, onProgress: (findings) => progress.update(findings) });
    return { findings, seconds: (performance.now() - start) / 1000, workers: options.workers };
  } finally {
    progress.stop();
  }
}
