import { chromium, type Browser } from 'playwright-core';
import { run, sleep, spawn, SwitchError } from 'greenlets';
import { green } from 'greenlets/adapters/playwright-core';
import { describeInBrowser, launch } from '../web/support/chromium.ts';

const PAGE = 'data:text/html,<title>Hello</title><p>one</p><p>two</p>';

/** Not compiled: it runs in the page. */
const countParagraphs = (): number => document.querySelectorAll('p').length;
const lengthOf = (element: { textContent: string | null }): number => element.textContent?.length ?? 0;

describeInBrowser('greenlets/adapters/playwright-core', () => {
  let browser: Browser;

  beforeAll(async () => {
    browser = await launch();
  }, 60_000);
  afterAll(async () => {
    await browser.close();
  });

  it('drives a browser without await, typed', async () => {
    const seen = await run(() => {
      'use greenlet';
      const page = green(browser).newPage();
      page.goto(PAGE);
      const title: string = page.title();
      const texts: string[] = page.locator('p').allInnerTexts();
      page.close();
      return [title, ...texts];
    });
    expect(seen).toEqual(['Hello', 'one', 'two']);
  });

  it('sends functions to the page as they are', async () => {
    const seen = await run(() => {
      'use greenlet';
      const page = green(browser).newPage();
      page.goto(PAGE);
      const counts = [page.evaluate(countParagraphs), page.locator('p').first().evaluate(lengthOf)];
      page.close();
      return counts;
    });
    expect(seen).toEqual([2, 3]);
  });

  it('calls functions of the program from the page, where they may block', async () => {
    const answer = await run(() => {
      'use greenlet';
      const page = green(browser).newPage();
      page.exposeFunction('double', (value: number) => {
        'use greenlet';
        sleep(1);
        return value * 2;
      });
      page.goto(PAGE);
      const answer: unknown = page.evaluate('double(21)');
      page.close();
      return answer;
    });
    expect(answer).toBe(42);
  });

  it('closes what is opened too late', async () => {
    await run(() => {
      'use greenlet';
      const view = green(browser);
      const greenlets = [spawn(() => view.newPage()), spawn(() => view.newContext())];
      sleep(1);
      for (const greenlet of greenlets) greenlet.kill();
      // What was asked for before has come when this has.
      view.newPage().close();
    });
    while (browser.contexts().length > 0) await new Promise((resolve) => setTimeout(resolve, 5));
    expect(browser.contexts()).toEqual([]);
  });

  it('leaves no page behind when greenlets are killed at random moments', async () => {
    await run(() => {
      'use greenlet';
      for (let round = 0; round < 12; round++) {
        const greenlet = spawn(() => {
          'use greenlet';
          const page = green(browser).newPage();
          try {
            page.goto(PAGE);
            page.title();
          } finally {
            page.close();
          }
        });
        sleep((round * 7919) % 60);
        greenlet.kill();
      }
    });
    while (browser.contexts().length > 0) await new Promise((resolve) => setTimeout(resolve, 5));
    expect(browser.contexts()).toEqual([]);
  });

  it('tells listeners of all kinds what they are given', async () => {
    const said = await run(() => {
      'use greenlet';
      const said: string[] = [];
      const page = green(browser).newPage();
      page.on('console', (message) => said.push(message.text()));
      page.once('dialog', (dialog) => dialog.dismiss());
      page.evaluate('alert("answered"), console.log("hello")');
      page.close();
      return said;
    });
    expect(said).toEqual(['hello']);
  });

  it('is refused outside greenlets', () => {
    expect(() => green(chromium).launch()).toThrow(SwitchError);
  });
});
