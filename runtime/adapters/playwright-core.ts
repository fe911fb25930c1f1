import { createGreen, type ToGreen } from '../green/green.ts';
import { closeLate } from '../green/late.ts';
import type { CallPlan } from '../green/options.ts';

/** Anything that is opened, and has to be closed. */
interface Opened {
  close(): Promise<unknown>;
}

const OPENS = new Set([
  'launch',
  'launchPersistentContext',
  'launchServer',
  'connect',
  'connectOverCDP',
  'newContext',
  'newPage',
]);
/** What sends a function to the page. */
const SENDS = new Set([
  'evaluate',
  'evaluateAll',
  'evaluateHandle',
  '$eval',
  '$$eval',
  'waitForFunction',
  'addInitScript',
]);

/**
 * `green` for `playwright-core`: browser types, browsers, contexts, pages, locators and what belongs to them. Functions that are sent to a
 * page run there: they must not be compiled.
 *
 * Kill and timeout safety: a browser, a context or a page that is opened too late is closed. Playwright cannot take other calls
 * back: they go on until their page is closed, and their results are dropped.
 *
 * @throws {SwitchError} the methods of the view, where they would have to wait and the calling code cannot be suspended
 */
export const green: ToGreen = createGreen({ plan });

function plan(_object: object, name: string): CallPlan | undefined {
  if (OPENS.has(name)) return closeLate<Opened>((opened) => opened.close());
  return SENDS.has(name) ? { sendsFunctions: true } : undefined;
}
