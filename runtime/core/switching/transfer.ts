import type { AnyFunction } from '../../contract/frame.ts';
import { contexts } from '../../contract/contexts/contexts.ts';
import { suspendInContext } from '../../contract/contexts/keep-context.ts';
import { link, SUSPENDED } from '../../contract/link.ts';
import { cannotSuspend } from '../borders/border.ts';
import { SwitchError } from '../errors/errors.ts';
import { bequeathContext } from '../greenlet-context.ts';
import type { Greenlet } from '../greenlet.ts';
import { BEGUN, DRIVING, NEW } from './phase.ts';
import { traceSelfSwitch } from './tracing.ts';
import { drive } from './trampoline.ts';

function runsBelow(name: string): SwitchError {
  return new SwitchError(
    `${name}: the greenlet is running further down the native stack, below code that is not compiled; it continues when that code returns`,
  );
}

/** Whether the calling function was called by compiled code, so that it may return SUSPENDED. */
export function takeHandshake(self: AnyFunction): boolean {
  const compiledCaller = link.to === self;
  link.to = null;
  return compiledCaller && link.border === 0;
}

/** Who waits for a greenlet in the place of which it is interrupted is as deep in its calls as that one. */
export function delegateOf(greenlet: Greenlet): Greenlet {
  let innermost = greenlet;
  while (innermost !== link.current && innermost.phase === BEGUN) {
    const delegate = innermost.top?.delegate ?? null;
    if (delegate === null) break;
    innermost = delegate;
  }
  return innermost;
}

/** What `transfer` refuses, before anything has happened. */
export function assertDeliverable(target: Greenlet, maySuspend: boolean, name: string): void {
  if (target === link.registers.current) return;
  if (!maySuspend && link.home !== null) throw cannotSuspend(name);
  if (target.phase === DRIVING && !(maySuspend && target === link.home)) throw runsBelow(name);
}

/**
 * Delivers `value` to another greenlet, which runs until somebody switches back.
 *
 * @param name the public call, for messages
 */
export function transfer(
  target: Greenlet,
  value: unknown,
  throwing: boolean,
  maySuspend: boolean,
  name: string,
): unknown {
  const current = link.registers.current;
  if (target === current) {
    const own = link.trace === null ? { value, throwing } : traceSelfSwitch(target, value, throwing);
    if (own.throwing) throw own.value;
    return own.value;
  }
  if (maySuspend) {
    if (target.phase === DRIVING && target !== link.home) throw runsBelow(name);
    const { registers } = link;
    registers.target = target;
    registers.value = value;
    registers.throwing = throwing;
    return link.contexts ? suspendWithContext(target) : SUSPENDED;
  }
  if (link.home !== null) throw cannotSuspend(name);
  if (target.phase === DRIVING) throw runsBelow(name);
  // Code that is not compiled may have entered a scope.
  link.contexts ||= (contexts?.capture() ?? null) !== null;
  return link.contexts ? driveInContext(target, value, throwing) : drive(target, value, throwing, false);
}

/** The caller leaves its scopes on the way out. It comes back to them, and a greenlet that begins now begins in them. */
function suspendWithContext(target: Greenlet): object {
  const context = contexts?.capture() ?? null;
  if (target.phase === NEW && !target.hasContext()) bequeathContext(target, context);
  return suspendInContext(context);
}

/** The greenlets that run meanwhile bring contexts of their own. */
function driveInContext(target: Greenlet, value: unknown, throwing: boolean): unknown {
  const context = contexts?.capture() ?? null;
  try {
    return drive(target, value, throwing, false);
  } finally {
    contexts?.current?.enter(context);
  }
}
