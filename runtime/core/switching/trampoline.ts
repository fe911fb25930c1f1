import type { Frame } from '../../contract/frame.ts';
import { call } from '../../contract/enter.ts';
import { createRegisters, link, SUSPENDED, type Registers } from '../../contract/link.ts';
import { stacks } from '../../contract/stacks/state.ts';
import { GreenletExit } from '../errors/errors.ts';
import type { Greenlet } from '../greenlet.ts';
import { DRIVING, NEW } from './phase.ts';
import { buryLost, lost } from './lost.ts';
import { isTooDeep, tooDeep } from './recursion.ts';
import { traceSwitch } from './tracing.ts';

const NO_BORDER = 0;

/**
 * Runs one greenlet after another, beginning with `greenlet`, to which `value` is delivered (thrown if `throwing`),
 * until control comes back to the greenlet whose native code called this function.
 *
 * `scheduled`: the caller is a scheduler, so a greenlet may also give control back without a value by waiting.
 */
export function drive(greenlet: Greenlet, value: unknown, throwing: boolean, scheduled: boolean): unknown {
  const { home, border, scheduled: outerScheduled, to, registers: outer } = link;
  const current = outer.current as Greenlet;
  const { phase } = current;
  // A scheduler's tasks run one after the other: they may share its registers.
  const registers = scheduled && home === null ? outer : createRegisters();
  registers.value = value;
  registers.throwing = throwing;
  current.phase = DRIVING;
  if (registers !== outer) link.registers = registers;
  link.home = current;
  link.border = NO_BORDER;
  link.scheduled = scheduled;
  let isLost = true;
  try {
    const isDelivered = loop(registers, greenlet, current);
    isLost = false;
    return isDelivered ? deliver(registers) : undefined;
  } finally {
    // Nothing is called here: the stack may be full. Perhaps nobody has run at all.
    const { current: ended } = registers;
    if (isLost && ended !== null && ended !== current) lost[lost.length] = ended;
    current.phase = phase;
    if (registers !== outer) link.registers = outer;
    outer.current = current;
    link.home = home;
    link.border = border;
    link.scheduled = outerScheduled;
    link.to = to;
    if (lost.length > 0) buryLost();
  }
}

/** Whether the greenlet of whoever called is given a value or an error, which the registers hold. Throws nothing, unless the stack is full. */
function loop(registers: Registers, greenlet: Greenlet, home: Greenlet): boolean {
  for (;;) {
    if (link.trace !== null) traceSwitch(registers, greenlet, home);
    registers.current = greenlet;
    const frame = greenlet.top;
    const caller = frame === null ? null : frame.caller;
    greenlet.top = null;
    let result: unknown;
    let failed = false;
    try {
      result = frame !== null ? resume(frame, registers) : startOrEnd(greenlet, registers);
      if (caller === null && result !== SUSPENDED) result = greenlet.complete(result);
    } catch (error) {
      abandonUnwinding(registers);
      result = error;
      failed = true;
    }

    if (result === SUSPENDED) {
      const outermost = collect(greenlet, caller);
      if (outermost !== null) {
        // It does not switch or wait, but continues with the error.
        registers.target = null;
        registers.value = tooDeep(outermost);
        registers.throwing = true;
        continue;
      }
    } else {
      greenlet.top = caller;
      if (caller !== null) {
        registers.value = result;
        registers.throwing = failed;
        continue;
      }
      bequeath(greenlet, result, failed, registers);
    }
    const { target } = registers;
    if (target === null) return goHome(registers, home);
    registers.target = null;
    greenlet = target;
    // A greenlet that runs below further unmarked code cannot receive anything: its heir is this trampoline's caller.
    if (greenlet === home || greenlet.phase === DRIVING) {
      if (link.trace !== null) traceSwitch(registers, greenlet, home);
      return true;
    }
  }
}

/** The greenlet waits for the scheduler. A hook may have an error thrown there. */
function goHome(registers: Registers, home: Greenlet): boolean {
  if (link.trace === null) return false;
  registers.throwing = false;
  traceSwitch(registers, home, home);
  return true;
}

function resume(frame: Frame, registers: Registers): unknown {
  link.to = null;
  registers.frame = frame;
  const { resume: resumeVisibly } = stacks;
  return resumeVisibly === null ? call(frame.fn, frame.self) : resumeVisibly(frame);
}

/** For a greenlet without frames: one that begins, or that waits nowhere. */
function startOrEnd(greenlet: Greenlet, registers: Registers): unknown {
  if (greenlet.phase !== NEW) return deliver(registers);
  const { value, throwing } = registers;
  registers.value = undefined;
  registers.throwing = false;
  return greenlet.begin(value, throwing);
}

/** What is delivered, as the result of a call: returned or thrown. */
function deliver(registers: Registers): unknown {
  const { value, throwing } = registers;
  registers.value = undefined;
  registers.throwing = false;
  if (throwing) throw value;
  return value;
}

/** Ends a greenlet: what it leaves behind goes to the nearest living ancestor. */
function bequeath(greenlet: Greenlet, result: unknown, failed: boolean, registers: Registers): void {
  if (greenlet.end(result, failed)) {
    registers.value = result;
    registers.throwing = failed && !(result instanceof GreenletExit);
  }
  greenlet.die();
  registers.target = greenlet.liveAncestor();
}

/** Hangs the frames of the unwinding that just ended before `caller`. Returns the outermost if they are too many now. */
function collect(greenlet: Greenlet, caller: Frame | null): Frame | null {
  const outermost = greenlet.top;
  if (outermost === null) {
    greenlet.top = caller;
    return null;
  }
  const innermost = outermost.caller as Frame;
  greenlet.top = innermost;
  outermost.caller = caller;
  // What has been unwound at once was not too much for the native stack.
  return caller !== null && innermost !== outermost && isTooDeep(innermost, outermost) ? outermost : null;
}

/** An error ended the activation: no handshake is valid any more. The frames that were saved on the way go, too. */
function abandonUnwinding(registers: Registers): void {
  registers.target = null;
  registers.frame = null;
  link.to = null;
}
