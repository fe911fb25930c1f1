import { share } from '../../contract/share.ts';
import { callersOf } from '../callers.ts';
import { functionName } from './function-name.ts';
import type { Greenlet } from '../greenlet.ts';
import { topLevels } from './top-levels.ts';
import { inOneLine } from './shown-name.ts';

/** The names that the program has given. */
const given = share(Symbol.for('greenlets:v1:givenNames'), () => new WeakMap<object, string>());
/** The names of others, where somebody has asked for them. */
const made = share(Symbol.for('greenlets:v1:madeNames'), () => new WeakMap<object, string>());
/** How many names were made up so far. A test may begin anew, so that it calls everybody the same each time. */
export const naming = share(Symbol.for('greenlets:v1:naming'), () => ({ count: 0 }));

/**
 * The name that a greenlet was given; otherwise that of its function and a number.
 *
 * @param called the name of its function; empty if it has none
 */
export function nameOfStarted(greenlet: Greenlet, called = functionName(greenlet.entry)): string {
  const known = given.get(greenlet) ?? made.get(greenlet);
  if (known !== undefined) return known;
  const anonymous = topLevels.has(greenlet) ? 'top-level' : 'greenlet';
  const name = `${called || anonymous}-${String(++naming.count)}`;
  made.set(greenlet, name);
  return name;
}

/** A name that the library gives: the program knows it no better than that of a function. */
export function makeName(greenlet: Greenlet, name: string): void {
  made.set(greenlet, name);
}

export function giveName(greenlet: Greenlet, name: string): void {
  given.set(greenlet, name);
}

/** What a greenlet itself says that it is called, or else the name of its function; empty if there is none. */
export function ownNameOf(greenlet: Pick<Greenlet, 'entry'>): string {
  const name = 'name' in greenlet && typeof greenlet.name === 'string' ? greenlet.name : functionName(greenlet.entry);
  return inOneLine(name);
}

/** What all messages and reports call a greenlet. For the body of an `async` function they add for whom it runs. */
export function nameOf(greenlet: Greenlet): string {
  if (greenlet.isMain) return 'code outside greenlets';
  const name = ownNameOf(greenlet) || 'a raw greenlet';
  const caller = given.has(greenlet) ? undefined : namedCallerOf(greenlet);
  return caller === undefined ? name : `${name} (called by ${caller})`;
}

/** The name that the program has given to the greenlet in which an `async` function was called, or the one that has called it. */
function namedCallerOf(body: Greenlet): string | undefined {
  for (const caller of callersOf(body)) {
    const name = given.get(caller);
    if (name !== undefined) return name;
  }
  return undefined;
}
