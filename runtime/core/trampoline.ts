import type { Frame } from '../contract/frame.ts';
import { call } from '../contract/enter.ts';
import { link, SUSPENDED } from '../contract/link.ts';
import { GreenletExit } from './errors.ts';
import type { Greenlet } from './greenlet.ts';
import { DRIVING, NEW } from './phase.ts';

const NO_BORDER = 0;

/**
 * Runs one greenlet after another, beginning with `greenlet`, to which `value` is delivered (thrown if `throwing`),
 * until control comes back to the greenlet whose native code called this function.
 *
 * `scheduled`: the caller is a scheduler, so a greenlet may also give control back without a value by waiting.
 */
export function drive(greenlet: Greenlet, value: unknown, throwing: boolean, scheduled: boolean): unknown {
  const { home, border, scheduled: outerScheduled, to } = link;
  const current = link.current as Greenlet;
  const { phase } = current;
  current.phase = DRIVING;
  link.home = current;
  link.border = NO_BORDER;
  link.scheduled = scheduled;
  try {
    return loop(greenlet, value, throwing, current);
  } finally {
    current.phase = phase;
    link.current = current;
    link.home = home;
    link.border = border;
    link.scheduled = outerScheduled;
    link.to = to;
  }
}

function loop(greenlet: Greenlet, value: unknown, throwing: boolean, home: Greenlet): unknown {
  for (;;) {
    link.current = greenlet;
    const frame = greenlet.top;
    const caller = frame === null ? null : frame.caller;
    greenlet.top = null;
    let result: unknown;
    try {
      result = frame !== null ? resume(frame, value, throwing) : startOrEnd(greenlet, value, throwing);
      if (caller === null && result !== SUSPENDED) result = greenlet.complete(result);
      throwing = false;
    } catch (error) {
      abandonUnwinding();
      result = error;
      throwing = true;
    }

    if (result === SUSPENDED) {
      collect(greenlet, caller);
    } else {
      greenlet.top = caller;
      value = result;
      if (caller !== null) continue;
      bequeath(greenlet, value, throwing);
    }
    const { target } = link;
    if (target === null) return undefined;
    ({ value, throwing } = link);
    link.target = null;
    link.value = undefined;
    link.throwing = false;
    greenlet = target;
    // A greenlet that runs below further unmarked code cannot receive anything: its heir is this trampoline's caller.
    if (greenlet === home || greenlet.phase === DRIVING) {
      if (throwing) throw value;
      return value;
    }
  }
}

function resume(frame: Frame, value: unknown, throwing: boolean): unknown {
  link.value = value;
  link.throwing = throwing;
  link.to = null;
  link.frame = frame;
  return call(frame.fn, frame.self);
}

/** For a greenlet without frames: one that begins, or that waits nowhere. */
function startOrEnd(greenlet: Greenlet, value: unknown, throwing: boolean): unknown {
  if (greenlet.phase === NEW) return greenlet.begin(value, throwing);
  if (throwing) throw value;
  return value;
}

/** Ends a greenlet: what it leaves behind goes to the nearest living ancestor. */
function bequeath(greenlet: Greenlet, result: unknown, failed: boolean): void {
  if (greenlet.end(result, failed)) {
    link.value = result;
    link.throwing = failed && !(result instanceof GreenletExit);
  }
  greenlet.die();
  link.target = greenlet.liveAncestor();
}

/** Hangs the frames of the unwinding that just ended before `caller`. */
function collect(greenlet: Greenlet, caller: Frame | null): void {
  const outermost = greenlet.top;
  if (outermost === null) {
    greenlet.top = caller;
  } else {
    greenlet.top = outermost.caller;
    outermost.caller = caller;
  }
}

/** An error ended the activation: no handshake is valid any more. The frames that were saved on the way go, too. */
function abandonUnwinding(): void {
  link.target = null;
  link.frame = null;
  link.to = null;
}
