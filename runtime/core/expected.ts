import { stacks } from '../contract/stacks/state.ts';

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

/** How a value is shown: at least, of which type it is. */
const wording: { of: typeof show } = { of: (value) => `a value of the type ${typeof value}` };

export function showValues(): void {
  wording.of = show;
}

function show(value: unknown): string {
  if (value === null) return '`null`';
  if (value === undefined) return '`undefined`';
  if (isEmptyArray(value)) return '`[]` (object)';
  if (typeof value === 'object') return `an instance of \`${className(value)}\` (object)`;
  if (typeof value === 'function') return `\`${value.name || 'anonymous'}\` (function)`;
  if (typeof value === 'string') return `\`${JSON.stringify(value)}\` (string)`;
  // eslint-disable-next-line @typescript-eslint/no-base-to-string -- objects are dealt with above
  return `\`${String(value)}\` (${typeof value})`;
}

/** Where an array is expected, that is what is wrong with it. */
function isEmptyArray(value: unknown): boolean {
  return Array.isArray(value) && value.length === 0;
}

/** Whatever the object does when it is asked, it is refused for what it is. */
function className(value: object): string {
  try {
    const { constructor } = value as { constructor?: unknown };
    return typeof constructor === 'function' && constructor.name !== '' ? constructor.name : 'Object';
  } catch {
    return 'Object';
  }
}
