import type { Frame } from '../contract/frame.ts';
import { call } from '../contract/enter.ts';
import { link, SUSPENDED } from '../contract/link.ts';
import { GreenletExit } from './errors.ts';
import type { Greenlet } from './greenlet.ts';

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
  current.driving = true;
  link.home = current;
  link.border = NO_BORDER;
  link.scheduled = scheduled;
  try {
    return loop(greenlet, value, throwing, current);
  } finally {
    current.driving = false;
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
    let result: unknown;
    try {
      if (frame !== null) result = resume(frame, value, throwing);
      else if (greenlet.started) result = deliver(value, throwing);
      else result = start(greenlet, value, throwing);
      throwing = false;
    } catch (error) {
      abandonUnwinding();
      result = error;
      throwing = true;
    }

    if (result === SUSPENDED) {
      greenlet.top = collect(caller);
      ({ value, throwing } = link);
      link.value = undefined;
      link.throwing = false;
      const { target } = link;
      if (target === null) return undefined;
      link.target = null;
      greenlet = target;
    } else {
      greenlet.top = caller;
      value = throwing ? result : valueOf(frame, result);
      if (caller !== null) continue;
      if (throwing && value instanceof GreenletExit) throwing = false;
      greenlet.die();
      greenlet = greenlet.liveAncestor();
    }
    // A greenlet that runs below further unmarked code cannot receive anything: its heir is this trampoline's caller.
    if (greenlet === home || greenlet.driving) {
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

function start(greenlet: Greenlet, value: unknown, throwing: boolean): unknown {
  greenlet.started = true;
  if (throwing) throw value;
  const run = greenlet.takeRun();
  const args = greenlet.takeArguments(value);
  link.to = run;
  return Reflect.apply(run, greenlet, args) as unknown;
}

/** What the activation evaluates to in the frame that called it. */
function valueOf(frame: Frame | null, result: unknown): unknown {
  return frame !== null && frame.construct && !isObject(result) ? frame.self : result;
}

function deliver(value: unknown, throwing: boolean): unknown {
  if (throwing) throw value;
  return value;
}

/** Hangs the frames of the unwinding that just ended before `caller`; returns the innermost frame. */
function collect(caller: Frame | null): Frame | null {
  const { first, last } = link;
  if (last === null) return caller;
  last.caller = caller;
  link.first = null;
  link.last = null;
  return first;
}

/** An error ended the activation: no frame that was saved on the way, and no handshake, is valid any more. */
function abandonUnwinding(): void {
  link.first = null;
  link.last = null;
  link.target = null;
  link.frame = null;
  link.to = null;
}

function isObject(value: unknown): boolean {
  return (typeof value === 'object' && value !== null) || typeof value === 'function';
}
