import { objectCreate } from './builtins.ts';
import type { Greenlet } from '../core/greenlet.ts';
import { link, SUSPENDED } from './link.ts';
import { unbound } from './bound.ts';
import { call } from './enter.ts';
import { isObject } from './is-object.ts';
import { noteMachinery } from './machinery.ts';
import { raise } from './stacks/raise.ts';
import type { NativeCall } from './stacks/state.ts';

/** A function of any signature, as compiled code hands its functions to the runtime. */
// eslint-disable-next-line @typescript-eslint/no-explicit-any -- compiled functions have every signature
export type AnyFunction = (...args: any[]) => any;

/**
 * One suspended activation: where it stopped, and who called it.
 *
 * The frames of a suspended greenlet form a chain from the innermost outwards. An activation that suspends again
 * reuses its frame.
 */
export interface Frame {
  readonly fn: AnyFunction;
  readonly self: unknown;
  /** The number of the yield point; 0 or less in frames of the runtime that are not written by the compiler. */
  pc: number;
  /** The frame of the activation that called this one. */
  caller: Frame | null;
  /** Of a wait: who is interrupted in the place of the greenlet that waits, if anybody. */
  readonly delegate?: Greenlet | null;
  /** What has made the call that the greenlet began with, if that is no compiled function: it stands for a native frame. */
  readonly native?: NativeCall;
}

/* The `pc` of frames that stand for generators, which keep their native frames. No other frame of the runtime has one as low. */

/** A call in the generator is suspended. */
export const IN_BODY = -8;
/** A method of what it delegates to is, other than `next`. */
export const IN_DELEGATE = -9;

/**
 * A frame as compiled code sees it: a function knows whether it has variables. If there are more than four, `d` holds the
 * fourth and all further ones in an array.
 */
export interface Activation extends Frame {
  a: unknown;
  b: unknown;
  c: unknown;
  d: unknown;
}

/**
 * Saves the state of an activation in its frame, adds the frame to the chain being unwound, and passes SUSPENDED on.
 *
 * Literals are the cheapest objects to make. The arguments are counted at compile time where this function is inlined.
 */
export function park(
  frame: Frame | null,
  fn: AnyFunction,
  self: unknown,
  pc: number,
  a?: unknown,
  b?: unknown,
  c?: unknown,
  d?: unknown,
): object {
  if (arguments.length > 4) {
    if (frame === null) frame = { fn, self, pc, caller: null, a, b, c, d } as Activation;
    else save(frame as Activation, pc, a, b, c, d);
  } else {
    if (frame === null) frame = { fn, self, pc, caller: null };
    else frame.pc = pc;
  }
  hang(frame, link.registers.current as Greenlet);
  return SUSPENDED;
}

/**
 * Adds a frame to the chain of those parked: a ring, of which `top` is the outermost until the unwinding ends. It hangs on
 * the greenlet and not on `link`: to store what is young in something old costs the engine several times as much.
 */
function hang(frame: Frame, greenlet: Greenlet): void {
  const outermost = greenlet.top;
  if (outermost === null) {
    frame.caller = frame;
  } else {
    frame.caller = outermost.caller;
    outermost.caller = frame;
  }
  greenlet.top = frame;
}

function save(frame: Activation, pc: number, a: unknown, b: unknown, c: unknown, d: unknown): void {
  frame.pc = pc;
  frame.a = a;
  frame.b = b;
  frame.c = c;
  frame.d = d;
}

/** `park` for a function that may have been called with `new`. */
export function parkNew(
  frame: Frame | null,
  fn: AnyFunction,
  self: unknown,
  newTarget: unknown,
  pc: number,
  a?: unknown,
  b?: unknown,
  c?: unknown,
  d?: unknown,
): object {
  park(frame, fn, self, pc, a, b, c, d);
  if (frame === null && newTarget !== undefined) park(null, constructedOrThis, self, 0);
  return SUSPENDED;
}

/** Stands below a constructor on the stack: a result that is not an object is replaced by the object under construction. */
function constructedOrThis(this: unknown): unknown {
  const value = takeQuietly();
  return isObject(value) ? value : this;
}

/**
 * What a function that may have been called with `new` returns from a call in tail position. `frame`: its own, if it was
 * re-entered; then the constructor has been seen to.
 */
export function tail(value: unknown, self: unknown, newTarget: unknown, frame: Frame | null = null): unknown {
  if (value !== SUSPENDED || newTarget === undefined || frame !== null) return value;
  return park(null, constructedOrThis, self, 0);
}

/**
 * What the resumed yield point evaluates to: the delivered value, or the delivered error thrown. Between the prologue of
 * a resumed function and this call nothing else runs, so `link.frame` may stay set until here.
 *
 * A function that is only entered to see where its yield point is (`stacks/points.ts`) suspends at once.
 */
// eslint-disable-next-line @typescript-eslint/no-unused-vars -- the argument resets `pc` at the call site
export function take(_pc?: 0): unknown {
  const { registers } = link;
  const { value } = registers;
  if (registers.throwing) {
    const inner = raise(registers, take, false);
    try {
      if (inner !== null) call(inner.fn, inner.self);
    } catch {
      // An error would get to the `finally` of a program.
    }
    return SUSPENDED;
  }
  registers.frame = null;
  registers.value = undefined;
  return value;
}

/** `take` for the functions of files that are hidden: they leave no line in the stacks of errors. */
// eslint-disable-next-line @typescript-eslint/no-unused-vars -- the argument resets `pc` at the call site
export function takeHidden(_pc?: 0): unknown {
  const { registers } = link;
  const { value } = registers;
  if (registers.throwing) {
    const inner = raise(registers, takeHidden, true);
    try {
      if (inner !== null) call(inner.fn, inner.self);
    } catch {
      // An error would get to the `finally` of a program.
    }
    return SUSPENDED;
  }
  registers.frame = null;
  registers.value = undefined;
  return value;
}

/** The same for frames of the runtime that are not written by the compiler, and nobody enters for another reason. */
export function takeQuietly(): unknown {
  const { registers } = link;
  const { value } = registers;
  registers.frame = null;
  registers.value = undefined;
  if (registers.throwing) {
    registers.throwing = false;
    throw value;
  }
  return value;
}

interface Constructor {
  readonly prototype: object | null;
}

/** `take` at a `new` expression: the object of a constructor that ended in a tail call is made here, unobserved before. */
export function takeNew(_pc: 0, constructor: Constructor): unknown {
  const { registers } = link;
  if (registers.throwing) {
    const inner = raise(registers, takeNew, false, true);
    try {
      if (inner !== null) call(inner.fn, inner.self);
    } catch {
      // An error would get to the `finally` of a program.
    }
    return SUSPENDED;
  }
  return newObject(take(), constructor);
}

/** `takeNew` for the functions of files that are hidden. */
export function takeNewHidden(_pc: 0, constructor: Constructor): unknown {
  const { registers } = link;
  if (registers.throwing) {
    const inner = raise(registers, takeNewHidden, true, true);
    try {
      if (inner !== null) call(inner.fn, inner.self);
    } catch {
      // An error would get to the `finally` of a program.
    }
    return SUSPENDED;
  }
  return newObject(takeHidden(), constructor);
}

/** What `new` evaluates to, given what the constructor returned once it had been suspended. */
export function newObject(value: unknown, constructor: Constructor, newTarget = unbound(constructor)): unknown {
  if (isObject(value)) return value;
  const { prototype } = newTarget;
  return objectCreate(isObject(prototype) ? prototype : Object.prototype);
}

noteMachinery(constructedOrThis);
