import { objectGetOwnPropertyDescriptor } from '../builtins.ts';

/**
 * The error of `super()` in a class whose parent is no constructor, in the words of V8, which takes the name from the function that has called `super`.
 * Here that is one of ours.
 *
 * @param name of the class in the source; empty if it has none
 */
export function noParent(parent: object | null, name: string): TypeError {
  const subject = name === '' ? 'anonymous class' : name;
  return new TypeError(`Super constructor ${textOf(parent)} of ${subject} is not a constructor`);
}

function textOf(parent: object | null): string {
  if (typeof parent === 'function') return nameOf(parent) || 'null';
  return parent === null ? 'null' : '#<Object>';
}

/** What the source calls a function or class, unless a static `name` hides that. It runs none of the program's code. */
export function nameOf(fn: object): string {
  const value: unknown = objectGetOwnPropertyDescriptor(fn, 'name')?.value;
  return typeof value === 'string' ? value : '';
}
