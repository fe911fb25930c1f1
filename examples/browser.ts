'use greenlet';

/*
 * Checks 50 pages, or as many as it is told, in a browser, ten at a time, without one `await`: `npm run demo:browser`. It serves the pages
 * itself. The callbacks of `filter` and `sort` navigate.
 */
import { existsSync } from 'node:fs';
import { chromium } from 'playwright-core';
import { Pool } from 'greenlets';
import { green } from 'greenlets/adapters/playwright-core';
import { HttpServer, HttpError, reply, type HttpRequest } from 'greenlets/node/http';

const [, , pages = '50'] = process.argv;
const PAGES = Number(pages);
const AT_ONCE = 10;
const BROWSERS = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];
/** Nothing but our pages is asked for. */
const ARGS = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking'];

/** Each page leads to three others, of which some are missing. */
function serve({ path }: HttpRequest): unknown {
  const number = Number(path.slice(1));
  if (!Number.isInteger(number) || number >= PAGES) throw new HttpError(404, 'no such page');
  const links = [number + 1, number * 2, 97 - number].map((to) => `<a href="/${to}">${to}</a>`);
  const html = `<title>Page ${number}</title><p>${'word '.repeat(number % 7)}</p>${links.join(' ')}`;
  return reply(html, { headers: { 'content-type': 'text/html' } });
}

const executablePath = process.env.CHROMIUM ?? BROWSERS.find((path) => existsSync(path));
if (executablePath === undefined) throw new Error('no Chromium was found: set CHROMIUM to its path');

const server = new HttpServer(serve, { listen: { port: 0, host: '127.0.0.1' } });
server.start();
const home = `http://127.0.0.1:${server.port}`;
const browser = green(chromium).launch({ executablePath, args: ARGS });

/** The dead links of a page, and its living ones, those with the most words first. */
function check(number: number): { number: number; dead: string[]; living: string[] } {
  const page = browser.newPage();
  try {
    page.goto(`${home}/${number}`);
    const links = page
      .locator('a')
      .all()
      .map((link) => green(link).getAttribute('href') ?? '');
    const words = (link: string): number => {
      page.goto(home + link);
      return page.locator('p').innerText().split(' ').length;
    };
    const dead = links.filter((link) => page.goto(home + link)?.ok() !== true);
    const living = links.filter((link) => !dead.includes(link)).sort((a, b) => words(b) - words(a));
    return { number, dead, living };
  } finally {
    page.close();
  }
}

try {
  const found = new Pool(AT_ONCE).map(
    check,
    Array.from({ length: PAGES }, (_, number) => number),
  );
  for (const { number, dead, living } of found.slice(0, 5))
    console.log(`page ${number}: ${living.join(' ')}, dead: ${dead.join(' ') || 'none'}`);
  console.log(`${PAGES} pages checked, ${found.flatMap(({ dead }) => dead).length} dead links`);
} finally {
  browser.close();
  server.stop();
}
