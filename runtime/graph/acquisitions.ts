import { share } from '../contract/share.ts';
import { captureSite, type Site } from '../contract/stacks/engine.ts';
import { framesOf, positionOf, type SourcePosition } from '../contract/stacks/lines/lines.ts';
import type { Greenlet } from '../core/greenlet.ts';
import { taking } from './taking.ts';

type Place = { readonly site: Site } | { readonly position: SourcePosition | undefined };

/** Where each greenlet took what it holds of an object, as long as somebody wants to know. */
const places = share(Symbol.for('greenlets:v1:acquisitions'), () => new WeakMap<object, WeakMap<Greenlet, Place>>());

/** How many calls of the object itself may stand between the program and the one that takes: `with`, `acquire`. */
const OWN_CALLS = 3;
const OWN_CALL = /^ +at (?:\S+\.)?(?:acquire|tryAcquire|with) /;

/** Whether it is recorded from now on. */
export function recordTaking(on: boolean): void {
  taking.taken = on ? noteTaken : null;
  taking.given = on ? noteGiven : null;
}

function noteTaken(object: object, greenlet: Greenlet, call: unknown): void {
  const site = captureSite(call, OWN_CALLS + 1);
  if (site !== null) note(object, greenlet, { site });
}

function noteGiven(object: object, greenlet: Greenlet): void {
  note(object, greenlet, { position: waitingAt(greenlet) });
}

function note(object: object, greenlet: Greenlet, place: Place): void {
  let known = places.get(object);
  if (known === undefined) places.set(object, (known = new WeakMap()));
  known.set(greenlet, place);
}

/** Where a greenlet took what it holds of an object; undefined if that was not recorded. */
export function placeOfTaking(object: object, greenlet: Greenlet): SourcePosition | undefined {
  const place = places.get(object)?.get(greenlet);
  if (place === undefined) return undefined;
  if ('position' in place) return place.position;
  const line = framesOf(place.site).find((frame) => !OWN_CALL.test(frame));
  return line === undefined ? undefined : positionOf(line);
}

/** Where a greenlet of the program waits; undefined if that is unknown. */
export function waitingAt({ frame }: Greenlet): SourcePosition | undefined {
  for (let own = frame; own !== null; own = own.caller) if (own.position !== undefined) return own.position;
  return undefined;
}
