import { link, type Registers } from '../../contract/link.ts';
import { expected } from '../errors/expected.ts';
import type { Greenlet } from '../greenlet.ts';

/** Called at every switch, in the greenlet that control goes to. `throw`: an error is thrown there. It must not switch. */
export type TraceHook = (event: 'switch' | 'throw', origin: Greenlet, target: Greenlet) => void;

/**
 * Sets what is called at every switch, also at those of the hub, which goes to the main greenlet and back. If the function throws, it is taken
 * away, and the error is thrown in the greenlet that control goes to.
 *
 * @param hook must not switch; null for none
 * @returns the one so far
 * @throws {TypeError} if it is no function
 *
 * Source: greenlet's `settrace`.
 */
export function setTrace(hook: TraceHook | null): TraceHook | null {
  if (hook !== null && typeof hook !== 'function') throw expected('a function, or null', hook);
  const previous = link.trace;
  link.trace = hook;
  return previous;
}

/** What is called at every switch; null for nothing. */
export function getTrace(): TraceHook | null {
  return link.trace;
}

/** Control is about to go to `target`, with what the registers hold. */
export function traceSwitch(registers: Registers, target: Greenlet, home: Greenlet): void {
  const origin = registers.current ?? home;
  if (origin !== target) callTraceHook(registers, origin, target);
}

/** A greenlet switches to itself. Returns what it gets, which is the error of the hook if that has failed. */
export function traceSelfSwitch(
  greenlet: Greenlet,
  value: unknown,
  throwing: boolean,
): { value: unknown; throwing: boolean } {
  const registers = { ...link.registers, value, throwing };
  callTraceHook(registers, greenlet, greenlet);
  return registers;
}

/** Whatever the hook does, what is being delivered stays as it is. Errors know the hook by the name of this function. */
function callTraceHook(registers: Registers, origin: Greenlet, target: Greenlet): void {
  const { trace } = link;
  const { value, throwing } = registers;
  link.trace = null;
  registers.current = target;
  let failure: { readonly error: unknown } | null = null;
  try {
    trace?.(throwing ? 'throw' : 'switch', origin, target);
  } catch (error) {
    failure = { error };
  }
  // The hook may have set another one.
  if (failure === null) link.trace ??= trace;
  registers.value = failure === null ? value : failure.error;
  registers.throwing = throwing || failure !== null;
  registers.target = null;
  link.to = null;
}
