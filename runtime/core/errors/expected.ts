import { stacks } from '../../contract/stacks/state.ts';
import { wording } from '../wording.ts';

/** A `TypeError` in the usual words: "expected a function, got `3` (number)". Its stack begins where the library was called. */
export function expected(what: string, value: unknown): TypeError {
  const error = new TypeError(`expected ${what}, got ${wording.of(value)}`);
  stacks.tracer?.madeByCall(error, expected);
  return error;
}

/** An error for which the code is to blame that has called the library: its stack begins there. */
export function misuse<E extends Error>(error: E): E {
  stacks.tracer?.madeByCall(error, misuse);
  return error;
}
