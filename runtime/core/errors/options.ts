import { expected, misuse } from './expected.ts';

/** What functions take that are given no options: nothing need be checked then. */
export const NO_OPTIONS: object = Object.freeze({});

/**
 * Refuses options that do not exist, since a misspelt one would have no effect.
 *
 * @throws {TypeError} if `options` is no object, or has another property than those in `names`
 */
export function checkOptions(options: object, names: readonly string[]): void {
  if (options !== NO_OPTIONS) checkEach(options, names);
}

function checkEach(options: unknown, names: readonly string[]): void {
  const allowed = `options with ${names.map((name) => `\`${name}\``).join(', ')}`;
  if (typeof options !== 'object' || options === null || Array.isArray(options)) throw expected(allowed, options);
  const unknown = Object.keys(options).find((name) => !names.includes(name));
  if (unknown !== undefined) throw misuse(new TypeError(`expected ${allowed}, got an unknown option \`${unknown}\``));
}
