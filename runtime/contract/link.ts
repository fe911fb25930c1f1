import type { Frame } from './frame.ts';
import type { Greenlet } from '../core/greenlet.ts';

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
  frame: Frame | null;
  /** How many unmarked frames stand between here and the base of the running greenlet; 0 means that it may suspend. */
  border: number;
  /** What is delivered to the resumed frame, or by the primitive that suspended to the target. */
  value: unknown;
  /** Whether `value` is delivered by throwing it. */
  throwing: boolean;
  /** The object that the constructor about to be called hands out instead of making one. */
  given: object | null;
  /** Where control goes after the unwinding; null means the native code that drives the trampoline. */
  target: Greenlet | null;
  /** Whether a compiled program has a `toJSON`, which `JSON.stringify` must let suspend. */
  toJson: boolean;
  /** The running greenlet. */
  current: Greenlet | null;
  /** The greenlet whose native code drives the innermost trampoline. */
  home: Greenlet | null;
  /** Whether the innermost trampoline is driven by a scheduler, so that the running greenlet may wait for it. */
  scheduled: boolean;
}

const LINK = Symbol.for('greenlets:v1:link');
const SUSPENDED_KEY = Symbol.for('greenlets:v1:suspended');

interface Realm {
  [LINK]?: Link;
  [SUSPENDED_KEY]?: object;
}

const realm = globalThis as Realm;

function share<K extends keyof Realm>(key: K, create: () => NonNullable<Realm[K]>): NonNullable<Realm[K]> {
  const existing = realm[key];
  if (existing !== undefined) return existing;
  const value = create();
  Object.defineProperty(realm, key, { value, enumerable: false, writable: false, configurable: false });
  return value;
}

/** Outside any trampoline nothing can suspend, hence a border of 1. */
export const link: Link = share(LINK, () => ({
  to: null,
  frame: null,
  border: 1,
  value: undefined,
  throwing: false,
  given: null,
  target: null,
  toJson: false,
  current: null,
  home: null,
  scheduled: false,
}));

/** What a call returns when its greenlet suspends. It never reaches unmarked code. */
export const SUSPENDED: object = share(SUSPENDED_KEY, () => Object.freeze(Object.create(null) as object));
