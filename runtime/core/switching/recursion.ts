import type { Frame } from '../../contract/frame.ts';
import { link } from '../../contract/link.ts';

/*
 * Recursion that suspends now and then never fills the native stack: its frames fill the memory. To count frames at every
 * switch would take longer than the switch, so the depth is looked at whenever half as many frames as are allowed have been
 * added to suspended greenlets. The greenlet that adds most is then the one that is most likely looked at.
 */

let credit = 0;
let looks = 0;

/**
 * Whether a greenlet has become too deep; `innermost` to `outermost`: the frames that have just been added to its others, or
 * are there again.
 */
export function isTooDeep(innermost: Frame, outermost: Frame): boolean {
  for (let frame = innermost; frame !== outermost && frame.caller !== null; frame = frame.caller) credit--;
  return credit < 0 && isLong(innermost);
}

function isLong(top: Frame): boolean {
  const { recursionLimit } = link;
  // Not at regular intervals, lest greenlets that take turns are never looked at.
  credit = recursionLimit / 2 + (++looks % 17);
  let depth = 0;
  for (let frame: Frame | null = top; frame !== null && depth <= recursionLimit; frame = frame.caller) depth++;
  return depth > recursionLimit;
}

/** @param frame of a call that is suspended for the first time, or again */
export function tooDeep({ fn }: Frame): RangeError {
  return new RangeError(
    `Maximum call stack size exceeded: more than ${String(link.recursionLimit)} calls are suspended in one greenlet, ` +
      `among them ${fn.name === '' ? 'an anonymous function' : `${fn.name}()`} (see setRecursionLimit())`,
  );
}
