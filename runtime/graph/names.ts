import { share } from '../contract/share.ts';
import { expected } from '../core/errors/expected.ts';
import { checkOptions, NO_OPTIONS } from '../core/errors/options.ts';
import { taking } from './taking.ts';

/** What every object that greenlets wait for can be given. */
export interface NameOptions {
  /** What messages, `console.log` and reports of deadlocks call the object. */
  readonly name?: string;
}

const OPTIONS: readonly string[] = ['name'];

/** Of those that have a name. Most have none, and pay nothing for that. */
const names = share(Symbol.for('greenlets:v1:names'), () => new WeakMap<object, string>());

/**
 * Gives an object its name.
 *
 * @param made the constructor that was called
 * @throws {TypeError} if there is an option that does not exist, or the name is no string
 */
export function setName(object: object, options: NameOptions, made: unknown): void {
  if (options !== NO_OPTIONS) {
    checkOptions(options, OPTIONS);
    assignName(object, options.name);
  }
  taking.made?.(object, made);
}

/** @throws {TypeError} if the name is no string */
export function assignName(object: object, name: unknown): void {
  if (name === undefined) return;
  if (typeof name !== 'string') throw expected('a string as the name', name);
  names.set(object, name);
}

/** The name that an object was given; undefined if it has none. */
export function givenName(object: object): string | undefined {
  return names.get(object);
}
