import { link } from '../contract/link.ts';
import { SwitchError } from './errors.ts';

/** The functions of the contract that stand on the stack where unmarked code called compiled code. */
const ENTER = /^\s*at (?:[\w$.]+\.)?enter \(/;
const DEEP_ENOUGH = 200;

/** Explains why the blocking `call` (its name, for the message) cannot suspend here. */
export function cannotSuspend(call: string): SwitchError {
  const error = createWithDeepStack();
  error.message = explain(call, error.stack ?? '');
  if (error.stack !== undefined) error.stack = error.stack.replace(/^.*/, () => `SwitchError: ${error.message}`);
  return error;
}

/** Ten frames rarely reach the border. `Error.stackTraceLimit` is put back before anybody else runs. */
function createWithDeepStack(): SwitchError {
  const limit = Object.getOwnPropertyDescriptor(Error, 'stackTraceLimit');
  if (limit?.writable !== true) return new SwitchError('');
  Error.stackTraceLimit = DEEP_ENOUGH;
  try {
    return new SwitchError('');
  } finally {
    Error.stackTraceLimit = limit.value as number;
  }
}

function explain(call: string, stack: string): string {
  if (link.current === null || link.current.isMain) {
    return `${call} would block, but no greenlet is running: start one with run() or spawn()`;
  }
  if (link.border === 0 && !link.scheduled) {
    return `${call} would block, but this greenlet was switched to by code outside any greenlet, which cannot wait: use run() or spawn()`;
  }
  const { entered, below } = findBorder(stack);
  if (entered === null) {
    return `${call} would block, but it was called by code that is not compiled: mark the calling function with "use greenlet"`;
  }
  return (
    `${call} would block, but ${entered} was called by ${below}, which is not compiled code (or calls it implicitly, ` +
    `as a getter, a conversion or an iterator) and cannot be suspended: mark that code with "use greenlet", ` +
    `or call the blocking function outside the callback`
  );
}

/**
 * On the stack, innermost first: the entered function, `enter` (and the native `apply` below it), the first activation
 * of the entered function, and then the unmarked frame.
 */
function findBorder(stack: string): { entered: string | null; below: string } {
  const frames = stack.split('\n').filter((line) => /^\s*at /.test(line));
  const at = frames.findIndex((line) => ENTER.test(line));
  if (at < 1) return { entered: null, below: '' };
  const above = frames[at - 1] ?? '';
  const entered = describe(/Reflect\.apply/.test(above) ? (frames[at - 2] ?? '') : above);
  return { entered, below: describe(frames[at + 2] ?? 'native code') };
}

function describe(line: string): string {
  return line.trim().replace(/^at /, '');
}
