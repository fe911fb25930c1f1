import { share } from '../contract/share.ts';
import { captureSite, type Site } from '../contract/stacks/engine.ts';
import { framesOf, positionOf, type SourcePosition } from '../contract/stacks/lines.ts';
import { checkBoolean } from '../core/errors/check.ts';
import { expected } from '../core/errors/expected.ts';
import { checkOptions, NO_OPTIONS } from '../core/errors/options.ts';
import { recordTaking } from './acquisitions.ts';

/** What every object that greenlets wait for can be given. */
export interface NameOptions {
  /** What messages, `console.log` and reports of deadlocks call the object. */
  readonly name?: string;
}

const OPTIONS: readonly string[] = ['name'];

/** Of those that have a name. Most have none, and pay nothing for that. */
const names = share(Symbol.for('greenlets:v1:names'), () => new WeakMap<object, string>());
/** Where objects were made, as long as somebody wants to know. */
const sites = share(Symbol.for('greenlets:v1:sites'), () => new WeakMap<object, Site>());
let tracksSites = false;

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
  noteMaker(object, made);
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

/**
 * Whether it is recorded where locks, queues, events, pools... are made, so that messages can tell those without a name from each
 * other, and where greenlets have taken the locks and semaphores that they hold. Not by default, since these take longer then: it is for
 * development.
 *
 * @returns what was set before
 */
export function trackObjects(on: boolean): boolean {
  checkBoolean(on);
  const before = tracksSites;
  tracksSites = on;
  recordTaking(on);
  return before;
}

/** Where an object was made; undefined if that was not recorded. */
export function placeOfObject(object: object): SourcePosition | undefined {
  const site = sites.get(object);
  const [line] = site === undefined ? [] : framesOf(site);
  return line === undefined ? undefined : positionOf(line);
}

/** Notes, if that is recorded, that an object was made where the function `made` was called. */
export function noteMaker(object: object, made: unknown): void {
  if (!tracksSites) return;
  const site = captureSite(made, 1);
  if (site !== null) sites.set(object, site);
}
