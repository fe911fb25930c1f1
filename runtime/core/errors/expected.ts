import { stacks } from '../../contract/stacks/state.ts';
import { wording } from '../wording.ts';

/** A `TypeError` in the usual words: "expected a function, got `3` (number)". Its stack begins where the library was called. */
export function expected(what: string, value: unknown): TypeError {
  return misuse(new TypeError(inWords(what, value)));
}

/** The same as a `RangeError`, for a value of the right type. */
export function expectedWithin(what: string, value: unknown): RangeError {
  return misuse(new RangeError(inWords(what, value)));
}

function inWords(what: string, value: unknown): string {
  return `expected ${what}, got ${wording.of(value)}`;
}

/** An error for which the code is to blame that has called the library: its stack begins there. */
export function misuse<E extends Error>(error: E): E {
  stacks.tracer?.madeByCall(error, misuse);
  return error;
}
