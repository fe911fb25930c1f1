import { link } from '../contract/link.ts';
import { explainBorder } from '../core/borders/explain-border.ts';
import { showValue } from '../core/errors/show-value.ts';
import { traceErrors } from '../core/switching/trace-errors.ts';
import { wording } from '../core/wording.ts';
import { Holders } from '../sync/holders.ts';
import { holding } from '../sync/holding.ts';

/*
 * Takes the place of ../core/in-full.ts in bundles for browsers. In production, errors say less there, nothing makes their stacks
 * whole, and nobody keeps track of who holds a semaphore: that takes kilobytes.
 */

/** What a `SwitchError` says. */
export const message: { of: typeof explainBorder } = { of: tellShortly };

// Bundlers take the explanation out of what they build for production. They cannot do so if it is the `try` that asks for it.
try {
  // Where nobody has put a value in its place, a browser has no `process`: that throws as well.
  if (process.env.NODE_ENV !== 'production') throw new Error('explain');
} catch {
  message.of = explainBorder;
  traceErrors();
  wording.of = showValue;
  holding.of = (units) => Holders.of(units);
}

/** What is left of the explanation in bundles for production. */
function tellShortly(call: string): string {
  const { current } = link;
  const obstacle =
    current === null || current.isMain
      ? 'no greenlet is running: start one with run() or spawn()'
      : 'code that is not compiled is in the way: mark it with "use greenlet"';
  return (
    `${call} would block, but ${obstacle} (if it is marked, the plugin did not run on that file: see docs/tools.md of the ` +
    `package). A build for development says which code it is`
  );
}
