import { beginning } from '../contract/bound.ts';
import { callWith } from '../contract/enter.ts';
import { link } from '../contract/link.ts';
import { callers, captureDeepStack, captureStack, type StackFrame } from './deep-stack.ts';
import { SwitchError } from './errors.ts';

/** The function of the contract that stands on the stack where unmarked code called compiled code. */
const ENTER = 'enter';

/** Whether what has been called, perhaps by way of `enter`, is the first that the function of a greenlet calls. */
beginning.isDirect = (above) => {
  const names = callers(above);
  const [, caller, base] = names[0] === ENTER ? names.slice(1) : names;
  return caller === callWith.name && base === 'begin';
};

/** Explains why the blocking `call` (its name, for the message) cannot suspend here. */
export function cannotSuspend(call: string): SwitchError {
  const error = new SwitchError(explain(call, captureDeepStack(cannotSuspend)));
  captureStack(error, cannotSuspend);
  return error;
}

function explain(call: string, frames: readonly StackFrame[]): string {
  const wouldBlock = `${call} would block, but`;
  if (link.current === null || link.current.isMain) {
    return `${wouldBlock} no greenlet is running: start one with run() or spawn()`;
  }
  if (link.border === 0 && !link.scheduled) {
    return `${wouldBlock} this greenlet was switched to by code outside any greenlet, which cannot wait: use run() or spawn()`;
  }
  const at = findBorder(frames);
  if (link.border === 0 || at === -1) {
    return `${wouldBlock} it was called by ${callerOf(call, frames)}, which is not compiled: mark it with "use greenlet"`;
  }
  const [entered, , , below] = frames.slice(at - 1);
  return (
    `${wouldBlock} ${entered?.text ?? ''} was called by ${below?.text ?? 'native code'}, which is not compiled code (or ` +
    `calls it implicitly, as a getter, a conversion or an iterator) and cannot be suspended: mark that code with ` +
    `"use greenlet", or call the blocking function outside the callback`
  );
}

/**
 * Where `enter` is on the stack. Around it, innermost first: the entered function, `enter`, the first activation of
 * the entered function, and then the unmarked frame. -1 if it is not found.
 */
function findBorder(frames: readonly StackFrame[]): number {
  return frames.findIndex(({ name }, at) => {
    const inner = frames[at - 1];
    const outer = frames[at + 1];
    return name === ENTER && inner !== undefined && inner.name === outer?.name && inner.file === outer.file;
  });
}

/** The frame that called the function which calls itself `call`, such as "Queue.get()". */
function callerOf(call: string, frames: readonly StackFrame[]): string {
  const name = /(\w+)\(\)$/.exec(call)?.[1];
  const at = frames.findIndex((frame) => frame.name === name);
  return frames[at + 1]?.text ?? 'code';
}
