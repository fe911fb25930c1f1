import { beginning } from '../contract/bound.ts';
import { enter } from '../contract/enter.ts';
import { link } from '../contract/link.ts';
import { stacks } from '../contract/stacks/state.ts';
import { callers } from './deep-stack.ts';
import { callEntry } from './entry.ts';
import { SwitchError } from './errors.ts';
import { showValues } from './expected.ts';
import { explainBorder } from './explain-border.ts';
import { traceErrors } from './trace-errors.ts';

/** Whether what has been called, perhaps by way of `enter`, is the first that the function of a greenlet calls. */
beginning.isDirect = (above) => {
  const names = callers(above);
  const [, caller, base] = names[0] === enter.name ? names.slice(1) : names;
  return caller === callEntry.name && base === 'begin';
};

const message: { of: typeof explainBorder } = { of: tellShortly };

// Bundlers take the explanation, and what makes stacks whole, out of what they build for production. They cannot do so if it is the `try` that asks for it.
try {
  // Where nobody has put a value in its place, a browser has no `process`: that throws as well.
  if (process.env.GREENLETS_IN_BUNDLES === undefined || process.env.NODE_ENV !== 'production')
    throw new Error('explain');
} catch {
  message.of = explainBorder;
  traceErrors();
  showValues();
}

/** The error for a blocking `call` (its name, for the message) that cannot suspend here. */
export function cannotSuspend(call: string): SwitchError {
  const error = new SwitchError(message.of(call, cannotSuspend));
  stacks.tracer?.madeByCall(error, cannotSuspend);
  return error;
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
