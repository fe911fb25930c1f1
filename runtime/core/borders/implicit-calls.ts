import type { StackFrame } from './deep-stack.ts';

const CONVERSION = 'a conversion';
const TRAP = 'an accessor of a property or a trap of a proxy';
const ITERATION = 'part of an iteration';

/** Methods that the language calls where no call is written, by what for. */
const IMPLICIT_CALLS: ReadonlyMap<string, string> = new Map(
  Object.entries({
    toString: CONVERSION,
    valueOf: CONVERSION,
    toJSON: CONVERSION,
    toLocaleString: CONVERSION,
    '[Symbol.toPrimitive]': CONVERSION,
    get: TRAP,
    set: TRAP,
    has: TRAP,
    deleteProperty: TRAP,
    defineProperty: TRAP,
    getOwnPropertyDescriptor: TRAP,
    getPrototypeOf: TRAP,
    setPrototypeOf: TRAP,
    ownKeys: TRAP,
    '[Symbol.iterator]': ITERATION,
    '[Symbol.asyncIterator]': ITERATION,
    next: ITERATION,
    return: ITERATION,
    '[Symbol.hasInstance]': 'the test of `instanceof`',
  }),
);

/** As what the language may have called the function of a frame without a call in the source; undefined if its name does not tell. */
export function implicitCall(frame: StackFrame | undefined): string | undefined {
  return IMPLICIT_CALLS.get(frame?.name ?? '');
}

/** Whether the function of a frame is a getter or a setter: V8 calls them "get x" and "set x". */
export function isAccessor(frame: StackFrame | undefined): boolean {
  return /^[gs]et ./.test(frame?.name ?? '');
}
