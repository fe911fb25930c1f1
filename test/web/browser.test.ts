import { build } from 'esbuild';
import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { describeInBrowser, launch } from './support/chromium.ts';

const root = join(__dirname, '../..');

/** What the page runs: each function is marked, and leaves its result where the test finds it. */
const PROGRAM = `
  import { run, sleep, spawn, withTimeout } from 'greenlets';
  import { useDialogs } from 'greenlets/web/dialogs';

  function request(url, limit) {
    'use greenlet';
    const xhr = new XMLHttpRequest();
    xhr.open('GET', url, false);
    xhr.send();
    return [xhr.status, xhr.responseText, xhr instanceof globalThis.XMLHttpRequest];
  }
  function failing(url) {
    'use greenlet';
    try {
      return request(url);
    } catch (error) {
      return [error.name, error instanceof DOMException];
    }
  }
  function together() {
    'use greenlet';
    const greenlets = ['/slow', '/slow', '/slow'].map((url) => spawn(request, url));
    return greenlets.map((greenlet) => greenlet.get()[1]);
  }
  function late() {
    'use greenlet';
    return withTimeout(50, () => request('/never'), { timeoutValue: 'late' });
  }
  function dialogs() {
    'use greenlet';
    return [alert('one'), confirm('two?'), confirm('three?'), prompt('name?', 'Ada'), prompt('none?')];
  }
  function asked() {
    'use greenlet';
    const first = spawn(() => confirm('first'));
    const second = spawn(() => confirm('second'));
    sleep(20);
    const shown = document.querySelectorAll('dialog').length;
    first.kill();
    sleep(20);
    const text = document.querySelector('dialog p').textContent;
    second.kill();
    return [shown, text, document.querySelectorAll('dialog').length];
  }
  function replaced() {
    'use greenlet';
    useDialogs({ prompt: (message, answer) => (sleep(1), message + answer) });
    const answer = prompt('a', 'b');
    useDialogs({});
    return answer;
  }
  const programs = { request, failing, together, late, dialogs, asked, replaced };
  globalThis.start = (name, ...args) => run(programs[name], ...args);
  globalThis.plain = (url) => request(url);
`;

describeInBrowser('In a browser, marked code', () => {
  let server: Server;
  let browser: Browser;
  let page: Page;
  let aborted = 0;

  beforeAll(async () => {
    const script = await bundle(PROGRAM);
    server = createServer(({ url = '/' }, response) => {
      if (url === '/')
        response.setHeader('content-type', 'text/html').end('<!doctype html><script src="/script.js"></script>');
      else if (url === '/script.js') response.setHeader('content-type', 'text/javascript').end(script);
      else if (url === '/slow') setTimeout(() => response.end('slow'), 20);
      else if (url === '/never') response.on('close', () => aborted++);
      else if (url === '/broken') response.destroy();
      else response.writeHead(url === '/missing' ? 404 : 200).end('text');
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    browser = await launch();
    page = await browser.newPage();
    await page.goto(`http://127.0.0.1:${String((server.address() as AddressInfo).port)}/`);
  }, 120_000);

  afterAll(async () => {
    await browser.close();
    server.closeAllConnections();
    server.close();
  });

  const start = (name: string, ...args: unknown[]): Promise<unknown> =>
    page.evaluate(
      ([program, given]) =>
        (globalThis as unknown as { start: (...all: unknown[]) => unknown }).start(program, ...given),
      [name, args] as const,
    );

  it('makes synchronous requests that block only their greenlet', async () => {
    expect(await start('request', '/found')).toEqual([200, 'text', true]);
    expect(await start('request', '/missing')).toEqual([404, 'text', true]);
    expect(await start('together')).toEqual(['slow', 'slow', 'slow']);
  });

  it('gets the error of a synchronous request that fails', async () => {
    expect(await start('failing', '/broken')).toEqual(['NetworkError', true]);
  });

  it('aborts a request that is given up', async () => {
    expect(await start('late')).toBe('late');
    while (aborted === 0) await new Promise((resolve) => setTimeout(resolve, 5));
    expect(aborted).toBe(1);
  });

  it('makes really synchronous requests outside greenlets', async () => {
    const outcome = await page.evaluate(() =>
      (globalThis as unknown as { plain: (url: string) => unknown }).plain('/found'),
    );
    expect(outcome).toEqual([200, 'text', true]);
  });

  it('asks by dialogs of the page, one at a time', async () => {
    const answers = start('dialogs');
    const press = async (message: string, button: string, text?: string): Promise<void> => {
      const dialog = page.locator('dialog', { hasText: message });
      if (text !== undefined) await dialog.locator('input').fill(text);
      await dialog.getByRole('button', { name: button }).click();
    };
    await press('one', 'OK');
    await press('two?', 'OK');
    await press('three?', 'Cancel');
    await press('name?', 'OK', 'Grace');
    await page.locator('dialog', { hasText: 'none?' }).waitFor();
    await page.keyboard.press('Escape');
    expect(await answers).toEqual([undefined, true, false, 'Grace', null]);
  });

  it('takes the dialog of a greenlet that is killed away, and shows the next', async () => {
    expect(await start('asked')).toEqual([1, 'second', 0]);
  });

  it('asks in the way that the program has set', async () => {
    expect(await start('replaced')).toBe('ab');
  });
});

/** Compiles with the published command, and bundles with the published package. */
async function bundle(code: string): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'greenlets-browser-'));
  try {
    const source = join(folder, 'program.mjs');
    writeFileSync(source, code);
    const compiled = execFileSync(process.execPath, [join(root, 'dist/cli.mjs'), 'compile', source], {
      encoding: 'utf8',
    });
    const { outputFiles } = await build({
      stdin: { contents: compiled, resolveDir: root, sourcefile: source },
      bundle: true,
      format: 'iife',
      platform: 'browser',
      write: false,
      tsconfigRaw: {},
    });
    return outputFiles[0]?.text ?? '';
  } finally {
    rmSync(folder, { recursive: true });
  }
}
