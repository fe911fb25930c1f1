import { existsSync } from 'node:fs';
import { chromium, type Browser } from 'playwright-core';

const PATHS = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];
/** Nothing but the pages of the test is asked for. */
const ARGS = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking'];

/** Where the browser is: in `CHROMIUM`, or where it usually is; undefined if there is none. */
export const executablePath = process.env.CHROMIUM ?? PATHS.find((path) => existsSync(path));

/** The tests that need a browser are left out where there is none. */
export const describeInBrowser = executablePath === undefined ? describe.skip : describe;

export function launch(): Promise<Browser> {
  if (executablePath === undefined) throw new Error('no Chromium was found');
  return chromium.launch({ executablePath, args: ARGS });
}
