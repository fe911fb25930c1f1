import { once } from 'node:events';
import { createServer } from 'node:http';
import { launch } from './chromium.js';

const PAGE = '<!doctype html><meta charset="utf-8"><script type="module" src="/index.js"></script>';
/** Pages that are open at a time. */
const PAGES = 2;

/**
 * Performs files of tests, each in a page of its own.
 *
 * @param {readonly string[]} files
 * @param {Map<string, string>} scripts by their addresses
 * @param {(done: number) => void} tick is told how many files are done
 * @returns {Promise<object[]>} a result for each test
 */
export async function performAll(files, scripts, tick) {
  const server = createServer((request, response) => answer(scripts, request.url, response)).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const browser = await launch();
  const address = `http://127.0.0.1:${server.address().port}`;
  const results = new Map();
  const queue = [...files];
  const work = async () => {
    const context = await browser.newContext();
    for (let file = queue.shift(); file !== undefined; file = queue.shift()) {
      results.set(file, await performFile(context, address, file));
      tick(results.size);
    }
  };
  try {
    await Promise.all(Array.from({ length: PAGES }, work));
  } finally {
    await browser.close();
    server.close();
  }
  return files.flatMap((file) => results.get(file));
}

function answer(scripts, url, response) {
  const script = scripts.get(url);
  response.setHeader('content-type', `text/${script === undefined ? 'html' : 'javascript'}`);
  // Without these there is no memory that is shared.
  response.setHeader('cross-origin-opener-policy', 'same-origin');
  response.setHeader('cross-origin-embedder-policy', 'require-corp');
  response.end(script ?? PAGE);
}

async function performFile(context, address, file) {
  const page = await context.newPage();
  try {
    await page.goto(address);
    const results = await page.evaluate((script) => globalThis.performFile(script), `/${file}`);
    return results.map((result) => ({ file, ...result }));
  } catch (error) {
    return [{ file, name: '(the page)', outcome: 'failed', error: error.stack }];
  } finally {
    await page.close();
  }
}
