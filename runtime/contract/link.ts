import type { Frame } from './frame.ts';
import type { Greenlet } from '../core/greenlet.ts';
import type { TraceHook } from '../core/switching/tracing.ts';
import { share } from './share.ts';

/**
 * The registers that compiled code, the trampoline and the blocking primitives share.
 *
 * There is one per realm, under a registered symbol, so that the ES module and the CommonJS copy of the runtime
 * (and code compiled against either) work together.
 */
export interface Link {
  /** The function that a compiled call site is about to call; the callee compares it with itself and clears it. */
  to: unknown;
  /** The frame that the trampoline is resuming; the prologue of its function takes it. */
  readonly frame: Frame | null;
  /** How many unmarked frames stand between here and the base of the running greenlet; 0 means that it may suspend. */
  border: number;
  /** The object that the constructor about to be called hands out instead of making one. */
  given: object | null;
  /** Whether a compiled program has a `toJSON`, which `JSON.stringify` must let suspend. */
  toJson: boolean;
  /** Whether compiled code has called a function in a context of Node's `AsyncLocalStorage`, which switches must keep then. */
  contexts: boolean;
  /** How many calls of one greenlet may be suspended. */
  recursionLimit: number;
  /** Whether any compiled code of the program has been loaded. */
  hasCompiled: boolean;
  /** The running greenlet. */
  readonly current: Greenlet | null;
  /** What changes with every switch; the innermost trampoline's own. */
  registers: Registers;
  /** The greenlet whose native code drives the innermost trampoline. */
  home: Greenlet | null;
  /** Called at every switch; null for nothing. */
  trace: TraceHook | null;
  /** Whether the innermost trampoline is driven by a scheduler, so that the running greenlet may wait for it. */
  scheduled: boolean;
}

/**
 * The registers that hold greenlets, frames and values, which are mostly young. `link` is as old as the program, and to store
 * what is young in something old costs the engine several times as much; so each trampoline brings an object of its own,
 * and the scheduler one for all trampolines of a pass.
 */
export interface Registers {
  /** The running greenlet. */
  current: Greenlet | null;
  /** The frame that is being resumed. */
  frame: Frame | null;
  /** What is delivered to the resumed frame, or by the primitive that suspended to the target. */
  value: unknown;
  /** Whether `value` is delivered by throwing it. */
  throwing: boolean;
  /** Where control goes after the unwinding; null means the native code that drives the trampoline. */
  target: Greenlet | null;
}

export function createRegisters(current: Greenlet | null = null): Registers {
  return { current, frame: null, value: undefined, throwing: false, target: null };
}

const LINK = Symbol.for('greenlets:v1:link');
const SUSPENDED_KEY = Symbol.for('greenlets:v1:suspended');

/** A class, as an object literal with accessors would be a hash table. */
class SharedLink implements Link {
  to: unknown = null;
  /** Outside any trampoline nothing can suspend. */
  border = 1;
  given: object | null = null;
  toJson = false;
  contexts = false;
  recursionLimit = 1_000_000;
  hasCompiled = false;
  home: Greenlet | null = null;
  scheduled = false;
  trace: TraceHook | null = null;
  registers = createRegisters();

  get frame(): Frame | null {
    return this.registers.frame;
  }

  get current(): Greenlet | null {
    return this.registers.current;
  }
}

export const link: Link = share<Link>(LINK, () => new SharedLink());

/** What a call returns when its greenlet suspends. It never reaches unmarked code. */
export const SUSPENDED: object = share(SUSPENDED_KEY, () => Object.freeze(Object.create(null) as object));
