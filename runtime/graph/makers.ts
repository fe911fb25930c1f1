import { share } from '../contract/share.ts';
import { captureSite, type Site } from '../contract/stacks/engine.ts';
import { framesOf, positionOf, type SourcePosition } from '../contract/stacks/lines/lines.ts';
import { checkBoolean } from '../core/errors/check.ts';
import { recordTaking } from './acquisitions.ts';
import { taking } from './taking.ts';

/** Where objects were made, as long as somebody wants to know. */
const sites = share(Symbol.for('greenlets:v1:sites'), () => new WeakMap<object, Site>());

/**
 * Whether it is recorded where locks, queues, events, pools... are made, so that messages can tell those without a name from each
 * other, and where greenlets have taken the locks and semaphores that they hold. Not by default, since these take longer then: it is for
 * development.
 *
 * @returns what was set before
 */
export function trackObjects(on: boolean): boolean {
  checkBoolean(on);
  const before = taking.made !== null;
  taking.made = on ? noteMaker : null;
  recordTaking(on);
  showPlaces();
  return before;
}

/** From now on, titles say where objects were made of which that was recorded, by another copy of the library too. */
export function showPlaces(): void {
  taking.placeOf = placeOfObject;
}

function noteMaker(object: object, made: unknown): void {
  const site = captureSite(made, 1);
  if (site !== null) sites.set(object, site);
}

function placeOfObject(object: object): SourcePosition | undefined {
  const site = sites.get(object);
  const [line] = site === undefined ? [] : framesOf(site);
  return line === undefined ? undefined : positionOf(line);
}
